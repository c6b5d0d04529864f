import type { ProblemCode } from '../../problem.ts'

/**
 * What can be wrong with the data from Billdr. `table`, `field` and `expected` are put into words by `source-terms.ts`;
 * `stated` and `computed` are cents.
 */
export default {
  'source-missing': {
    title: 'The data is not where it was',
    explanation:
      'There is nothing at {{location}}. The folder may have been moved, renamed or not be connected at the moment. Choose where the data is now, or try again once the drive is back.',
  },
  'source-not-there': {
    title: 'There is nothing there yet',
    explanation:
      'There is nothing at {{location}} yet; the place exists as far as {{there}}. Check how it is written, or choose the folder with “Browse”. Should it come later, it is read as soon as it is there.',
  },
  'source-address-unfinished': {
    title: 'Is this an address?',
    explanation:
      '{{location}} looks like an address of the web without its beginning. Write it whole, as {{address}}; for a folder, write the whole path or choose it with “Browse”.',
  },
  'source-path-unfinished': {
    title: 'The path has no beginning',
    explanation:
      '{{location}} is only the end of a path, and nobody can say where it begins. Write it from the disk or the personal folder (~) on, or choose the folder with “Browse”.',
  },
  'source-not-a-zip': {
    title: 'That is a file, and no zip',
    explanation:
      '{{file}} is neither a folder nor a zip of an export. Choose the folder in which the tables lie, or the zip; nothing was read.',
  },
  'source-table-other-format': {
    title: '{{file}} is not what its name says',
    explanation:
      '{{file}} ({{table, table}}) is no table in the format of its name: what is in it is {{found, content}}. Nothing of it was read, and nothing counts as removed because of it. Save it as CSV or as an Excel workbook (.xlsx), under that name.',
  },
  'source-lines-missing': {
    title: '{{table, table}}: lines are missing',
    explanation:
      '{{table, table}} has no lines of {{count, number}} documents in {{from, table}} whose amount is not zero: {{ids}}. Perhaps the file was cut. None of them is sent or changed because of it. Put the whole file there.',
  },
  'source-unreadable': {
    title: 'The data cannot be opened',
    explanation:
      'This computer does not let the app read {{file}}. Check the permissions of the folder, or choose another place for the data.',
  },
  'source-incomplete': {
    title: 'The export is still being written',
    explanation:
      'The export is not complete yet: {{file}} is missing or does not match the list that Billdr writes at the end. Nothing was read, and it will be looked at again by itself. If it stays so, make the export again in Billdr.',
  },
  'source-format': {
    title: 'This is not a Billdr export',
    explanation:
      'The data calls itself “{{found}}”, and a Billdr PRO export is called “{{expected}}”. Nothing was read. Choose the folder, zip or address that holds the export.',
  },
  'source-version': {
    title: 'This export is newer than the app',
    explanation:
      'The export is of version {{found}}, and this app reads version {{supported}}. Nothing was read. Update the app.',
  },
  'source-manifest': {
    title: 'The export does not say what it holds',
    explanation:
      'In {{file}}, “{{field}}” is missing or makes no sense (“{{value}}”), so nothing was read. Make the export again in Billdr.',
  },
  'source-empty': {
    title: 'There is nothing to read yet',
    explanation:
      'No table of Billdr’s was found there: neither an export nor files such as invoices.csv or clients.xlsx. Put the export there, or choose another place.',
  },
  'source-one-deeper': {
    title: 'The data is in the folder {{folder}} below',
    explanation:
      'The chosen place holds no table of Billdr’s itself, but its folder {{folder}} does. Choose that folder as the place of the data.',
  },
  'source-busy': {
    title: 'A file is open in another program',
    explanation:
      'Another program is using {{file}}, so it cannot be read now. Close it there (in Excel, for instance); it will be tried again by itself.',
  },
  'source-locked': {
    title: 'The zip is locked with a password',
    explanation:
      '{{file}} cannot be opened without its password, and the app never asks for it. Unpack it into a folder, or make the zip without a password.',
  },
  'source-twin-files': {
    title: 'Two files claim the same place',
    explanation:
      '{{file}}: there must be only one, and nobody can say which one counts. Remove the one that is out of date, then try again.',
  },
  'source-other-company': {
    title: 'This data belongs to another company',
    explanation:
      'The data comes from another Billdr company than the one these books are for. Nothing of it was sent. Choose this company’s data, or confirm that it is meant to change.',
  },
  'source-table-missing': {
    title: 'A table is missing from the export',
    explanation:
      'The export has no {{table, table}}. Everything else was read, and nothing counts as removed because of it. Make the export again in Billdr.',
  },
  'source-records-missing': {
    title: '{{table, table}}: records are missing',
    explanation:
      '{{table, table}} lacks {{count, number}} of the records to which {{from, table}} belongs: {{ids}}. The file was cut, or is not there. They were not read, and nothing counts as removed because of it. Put the whole file there.',
  },
  'source-records-not-read': {
    title: '{{table, table}}: records were not read',
    explanation:
      '{{count, number}} records of {{table, table}} were not read, because {{from, table}}, which holds a part of them, cannot be read whole: {{ids}}. None is read in part, and nothing counts as removed because of it. Put {{from, table}} right first.',
  },
  'source-table-gone': {
    title: '{{table, table}} is no longer there',
    explanation:
      '{{table, table}} was there last on {{since, instant}}, and has been missing since. Nothing counts as removed because of it; {{count, number}} of its records stay as they were. Put the file back; if it was meant to go, choose the place of the data once more in the settings.',
  },
  'source-table-shrunk': {
    title: '{{table, table}} has fewer records than before',
    explanation:
      '{{table, table}} had {{count, number}} more records when it was last whole, on {{since, instant}}, and brings none that is new. Missing: {{ids}}. Perhaps the file was cut. Nothing counts as removed because of it. Put the whole file there, if they belong in it.',
  },
  'source-table-unreadable': {
    title: 'A table cannot be read to its end',
    explanation:
      '{{file}} ({{table, table}}) makes no sense from row {{row, number}} on. What came before and the other tables were read, and nothing counts as removed because of it. {{place, again}}',
  },
  'source-table-unknown': {
    title: 'Billdr sends a table that this program does not know',
    explanation:
      'Among the data at {{location}} are records of “{{table}}”. They are left out, everything else was read, and nothing counts as removed because of it. Update this program; if that changes nothing, tell support.',
  },
  'source-too-large': {
    title: 'The data is larger than can be right',
    explanation:
      '{{file}} is over the limit for its size, rows or nesting. Reading stopped there, so that it cannot stop the computer. {{place, again}} A shorter period is smaller, too.',
  },
  'source-reading-ended': {
    title: 'The reading of the data broke off',
    explanation:
      'The part of the app that reads {{location}} ended before it was through: the data needs more memory than a reading may have, or the app met a fault in it. Nothing of it was taken, everything stands as it was, and the other companies go on. It is tried again later. If it stays, export a shorter period, or send us the crash report.',
  },
  'source-unsafe-path': {
    title: 'A file name points outside the export',
    explanation:
      'The export names the file “{{path}}”, which would lead out of its folder or is not allowed as a name. It was not opened. Make the export again in Billdr.',
  },
  'source-refused': {
    title: 'Billdr’s local address refuses the key',
    explanation: '{{location}} did not accept the key. Enter the key again in the settings, then try again.',
  },
  'source-host-refused': {
    title: 'That address is not on your own network',
    explanation:
      'Data is read only from this computer or your private network, and {{host}} is neither. Choose another address, or allow this one in the settings if you trust it.',
  },
  'source-not-https': {
    title: 'That address does not protect the key',
    explanation:
      '{{host}} is neither this computer nor on your private network, and its address begins with http: the key and the documents would travel in the open. Choose its https address.',
  },
  'source-location-unclear': {
    title: 'That location cannot be understood',
    explanation:
      '{{location}} names no folder, zip or address of this computer. Choose the folder itself; nothing was changed.',
  },
  'source-answer-broken': {
    title: 'The answer does not come from Billdr',
    explanation:
      'What {{location}} answers cannot be read, so nothing of it was used. Check that it is the address of Billdr’s local service, and that the service is up to date.',
  },
  'source-unreachable': {
    title: 'Billdr’s local address does not answer',
    explanation:
      '{{location}} cannot be reached now. It will be tried again by itself; check that the service is running if it stays so.',
  },
  'source-columns-unknown': {
    title: 'Columns have to be matched',
    explanation:
      'In {{file}} ({{table, table}}) no column was recognised for: {{columns, columns}}. Say once which columns they are; it will be remembered.',
  },
  'source-date-ambiguous': {
    title: 'Which part of the date is the day?',
    explanation:
      '{{table, table}}: the file does not show whether the day or the month comes first. {{readings, dateReadings}}. Say once which one it is; until then none of these is sent or changed.',
  },
  'source-sheets-not-read': {
    title: '{{file}}: more than one sheet holds {{table, table}}',
    explanation:
      'In {{file}} the sheet “{{sheet}}” was read. These sheets have the same columns, and nothing of them was read: {{sheets}}. Put their rows on one sheet, or say on the columns page which sheet counts.',
  },
  'file-not-read': {
    title: '{{file}} was not read',
    explanation:
      '{{file}} lies beside the data and looks like data, but its name is not that of a table, or the export does not list it. Nothing of it was read. Say on the columns page which table it holds, or that it does not count.',
  },
  'number-ambiguous': {
    title: 'Which mark stands before the cents?',
    explanation:
      '{{table, table}}: the file does not show whether its decimal mark is a point or a comma. {{readings, readings}}. Say once which one it is; until then none of these is sent or changed.',
  },
  'source-letters-unclear': {
    title: 'Which alphabet is this file written in?',
    explanation:
      '{{table, table}}: the file does not say how its accented letters are written, and they make sense in more than one way, or in none. {{samples, alphabets}}. Say once on the columns page which is right; until then no record with such letters is sent or changed.',
  },
  'record-field-missing': {
    title: '{{field, field}} is missing',
    explanation:
      '{{table, table}}, row {{row, number}}: there is nothing in “{{field, field}}”, where {{expected, expected}} is needed. Nothing of it is sent until it is filled in in {{place, place}}.',
  },
  'record-field-invalid': {
    title: '{{field, field}} cannot be read',
    explanation:
      '{{table, table}}, row {{row, number}}: “{{field, field}}” says “{{value}}”, where {{expected, expected}} is needed. Nothing of it is sent until it is put right in {{place, place}}.',
  },
  'record-unreadable': {
    title: 'A record cannot be read',
    explanation:
      '{{table, table}}, row {{row, number}} is not a record with an id of its own, so nobody can say what it is. The others were read. {{place, again}}',
  },
  'record-too-large': {
    title: 'A record is larger than can be right',
    explanation:
      '{{table, table}}, row {{row, number}}: this record is over the limit for its size, its columns or its nesting, and was not read; the others were. Shorten what is in it in {{place, place}}.',
  },
  'record-swallows-rows': {
    title: 'A quotation mark is missing',
    explanation:
      '{{table, table}}, row {{row, number}}: one cell holds whole other rows of the table, because a quotation mark before or after it is missing. Neither this record nor those rows were read, and nothing counts as removed because of it. Put the quotation mark into the file, then read it again.',
  },
  'record-cells-too-many': {
    title: 'A row has more cells than the table has columns',
    explanation:
      '{{table, table}}, row {{row, number}}: this row has more cells than the table has columns, as where an amount such as 1,234.50 or 100,50 stands without quotation marks and its comma cuts it in two. Which value belongs to which column cannot be known, so nothing of the row is read. Put the amount between quotation marks, or take the surplus cell out, then read the file again.',
  },
  'record-amount-cut': {
    title: 'Two cells may be one amount',
    explanation:
      '{{table, table}}, row {{row, number}}: “{{value}}” stands there without quotation marks, so that its comma parts two cells, and the first alone would be “{{field, field}}”. Nobody can say whether it is one amount or two values, and nothing of the row is read. Put the amount between quotation marks; if they are two values, write the first one with its cents (100.00). Then read the file again.',
  },
  'record-cell-format': {
    title: 'A cell shows something else than its number',
    explanation:
      '{{table, table}}, row {{row, number}}: the cell of “{{field, field}}” holds the number {{value}}, and its format in the workbook shows “{{shows}}”. Nobody can say which of them is meant, and nothing of the row is read. Give the cell an ordinary number or text format in the workbook, look at what stands there then, and save it.',
  },
  'record-broken-in-two': {
    title: 'A row is broken in two',
    explanation:
      '{{table, table}}, row {{row, number}}: this row and its neighbour have together the cells of one row, as where a mail program breaks a long line, perhaps within an amount. Neither half is read. Put both halves on one line in the file, or take the file itself and not what the mail shows of it; then read it again.',
  },
  'record-cut-off': {
    title: 'The file may end within its last row',
    explanation:
      '{{table, table}}, row {{row, number}}: the file ends here without the end of a line, and its other rows or the other files are written otherwise, as where a file was cut. A part of an amount, a date or a text may be missing, so nothing of this row is read. Put the whole file there; if it is whole, press Enter behind its last row and save it.',
  },
  'record-id-twice': {
    title: 'Two records have the same id',
    explanation:
      '{{table, table}}, row {{row, number}}: the id “{{value}}” was already used above. Neither is sent, since they cannot be told apart. {{place, again}}',
  },
  'record-totals-differ': {
    title: 'The amounts do not add up',
    explanation:
      '{{table, table}}, row {{row, number}}: “{{field, field}}” says {{stated, money}}, but its parts add up to {{computed, money}}. Nothing of it is sent until it adds up in {{place, place}}.',
  },
  'record-reference-missing': {
    title: '{{field, field}} leads nowhere',
    explanation:
      'It refers to “{{value}}”, and there is no such record in {{table, table}}. It waits until that record arrives; check it in Billdr if it stays.',
  },
  'record-reference-removed': {
    title: '“{{name}}” was removed in Billdr',
    explanation:
      'It refers to “{{name}}” ({{field, field}}), which Billdr no longer has. Put it on another one in Billdr, or delete it there. What is in QuickBooks already stays as it was sent until then.',
  },
  'record-currency': {
    title: 'Another currency than the books',
    explanation:
      'This document is not in the currency of the company’s QuickBooks books, and only documents in that currency are sent. Check the currency in Billdr, or enter the document by hand in QuickBooks and ignore it here.',
  },
  'attachment-missing': {
    title: 'A receipt is missing from the data',
    explanation:
      '{{fileName}} is listed but not there. The document itself can go; the receipt follows once the file is found.',
  },
  'attachment-damaged': {
    title: 'A receipt arrived damaged',
    explanation:
      '{{fileName}} is not the file that Billdr listed: its size or content differs. The document itself can go; the receipt follows once the right file is there.',
  },
  'attachment-type-refused': {
    title: 'QuickBooks does not take this kind of file',
    explanation:
      'This receipt is of a kind that QuickBooks does not accept. The document itself can go. Add the receipt in Billdr as a PDF or an image, or ignore it here.',
  },
  'attachment-too-large': {
    title: 'This receipt is too large',
    explanation:
      'QuickBooks takes files of up to 100 MB, and this one is larger. The document itself can go. Add a smaller version in Billdr, or ignore it here.',
  },
  'attachment-empty': {
    title: 'This receipt is empty',
    explanation:
      '{{fileName}} has nothing in it, so there is nothing to send. The document itself can go. Add the receipt again in Billdr, or ignore it here.',
  },
  'attachment-content-differs': {
    title: 'This receipt is not what its name says',
    explanation:
      '{{fileName}} is named as a file of the kind {{ending}}, but holds something else, so that QuickBooks could not show it. The document itself can go. Add the receipt again in Billdr, or ignore it here.',
  },
  'attachment-picture-too-large': {
    title: 'This picture is too large to convert',
    explanation:
      'QuickBooks does not take {{type}} pictures, and {{fileName}} has too many pixels to be made a JPEG here. The document itself can go. Add it in Billdr as a JPEG or a PDF, or ignore it here.',
  },
  'attachment-not-converted': {
    title: 'This picture could not be converted',
    explanation:
      'QuickBooks does not take {{type}} pictures, and {{fileName}} could not be made a JPEG here; it may be damaged. The document itself can go. Add it in Billdr as a JPEG or a PDF, or ignore it here.',
  },
  'receipt-gone': {
    title: 'A receipt is no longer in QuickBooks',
    explanation:
      '{{fileName}} was sent, and does not hang on the document in QuickBooks as it was sent: someone removed, replaced or renamed it there, or QuickBooks kept only a part of it. Send it again, or ignore it here.',
  },
} satisfies Partial<Record<ProblemCode, { title: string; explanation: string }>>
