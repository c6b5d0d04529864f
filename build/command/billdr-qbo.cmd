@echo off
rem The installed command. A console program of its own, so that the prompt waits for it and sees how it ended.
"%~dp0node.exe" --max-semi-space-size=4 "%~dp0..\app.asar.unpacked\dist\cli.js" %*
exit /b %ERRORLEVEL%
