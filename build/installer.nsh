; What the program itself registered for this person goes with it; her data stays. Not where a newer version takes its place.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "app.billdr-qbo.companion"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "app.billdr-qbo.companion"
    DeleteRegKey HKCU "Software\Classes\billdr-qbo"
  ${endIf}
!macroend
