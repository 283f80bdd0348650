"""What address books export, in their documented formats; the people are plants."""

GOOGLE_OLD = (
    "Name,Given Name,Additional Name,Family Name,Yomi Name,Birthday,Notes,Language,"
    "Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,"
    "Phone 2 - Type,Phone 2 - Value,Address 1 - Type,Address 1 - Formatted,Address 1 - City,"
    "Organization 1 - Name\n"
    "Juniper Moss,Juniper,,Moss,,1980-03-21,two\t words,Spanish,* My Contacts ::: Grove,"
    "* Home,juniper@example.com ::: moss@example.com,Mobile,"
    '312-555-0147 ::: 312-555-0148,Work,workphone,Home,"1 Grove\nChicago",Chicago,The Grove\n'
    "Fern:::Hollow,,,,,--03-21,,,,,,* Home,312-555-0199,,,,,,\n"
)
GOOGLE_NEW = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,"
    "Phonetic Last Name,Organization Name,Birthday,Notes,Labels,E-mail 1 - Label,"
    "E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value\n"
    "Juniper,R.,Moss,,,,The Grove,1980-03-21,,* myContacts,* Home,juniper@example.com,"
    "Mobile,(312) 555-0147\n"
)
OUTLOOK = (
    '"Title","First Name","Middle Name","Last Name","Suffix","Company","Department","Job Title",'
    '"Business Street","Business City","Home Street","Home City","Home State",'
    '"Home Postal Code","Business Fax","Business Phone","Home Phone","Mobile Phone",'
    '"Assistant\'s Phone","Birthday","E-mail Address","E-mail Type","E-mail Display Name",'
    '"E-mail 2 Address","Notes","Web Page"\r\n'
    '"","Juniper","R.","Moss","","The Grove","","","2 Oak St","Evanston","1 Grove","Chicago","IL",'
    '"60601","312-555-0101","312-555-0102","312-555-0147","mobile","","3/21/1980",'
    '"juniper@example.com","SMTP","Juniper (juniper@example.com)","moss@example.com",'
    '"line one\r\nline two",""\r\n'
    '"","","","","","","","","","","","","","","","","","","","0/0/00","","","","","",""\r\n'
    '"","Fern","","Hollow","","","","","","","","","","","","","","312-555-0199","","0/0/00",'
    '"","","","","",""\r\n'
)
THUNDERBIRD = (
    "First Name\tLast Name\tDisplay Name\tNickname\tPrimary Email\tSecondary Email\tScreen Name\t"
    "Work Phone\tHome Phone\tFax Number\tPager Number\tMobile Number\tHome Address\tHome City\t"
    "Birth Year\tBirth Month\tBirth Day\tNotes\t\n"
    "Juniper\tMoss\tJuniper Moss\t\tjuniper@example.com\tmoss@example.com\t\t312-555-0102\t\t\t\t"
    "312-555-0147\t1 Grove\tChicago\t1980\t3\t21\ta note\t\n"
)
CONTACT_TABLE = (
    "Nombre;Apellidos;Celular;Correo;Ciudad;Fecha de nacimiento\n"
    "Juniper;Moss;312-555-0147;juniper@example.com;Chicago;3/21/1980\n"
    "Fern;;;;;\n"
)
UNTITLED = (
    "Juniper Moss,Juniper,Moss,juniper@example.com\nFern Hollow,Fern,Hollow,fern@example.com\n"
)
VCARD_21 = (
    b"BEGIN:VCARD\r\nVERSION:2.1\r\n"
    b"N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Mo=C3=9F;Jun=C3=AD=\r\nper;;;\r\n"
    b"FN;CHARSET=ISO-8859-1:Jun\xedper Mo\xdf\r\n"
    b"TEL;CELL;PREF:312-555-0147\r\nTEL;WORK;VOICE:BusinessPhone\r\nTEL;WORK;FAX:312-555-0101\r\n"
    b"EMAIL;PREF;INTERNET:juniper@example.com\r\n"
    b"NOTE;ENCODING=QUOTED-PRINTABLE:one=0D=0Atwo=\r\n three\r\n"
    b"PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQ\r\n SkZJRg==\r\n\r\n"
    b"ADR;HOME:;;1 Grove;Chicago;IL;60601;USA\r\nORG:The Grove;Roots\r\nBDAY:19800321\r\n"
    b"AGENT:\r\nBEGIN:VCARD\r\nVERSION:2.1\r\nFN:Wren Agent\r\nTEL:312-555-0188\r\nEND:VCARD\r\n"
    b"END:VCARD\r\n"
)
VCARD_30 = (
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nPRODID:-//Apple Inc.//Address Book 6.1//EN\r\n"
    b"N:Moss;Juniper;R.\\, S.;Ms.;Jr.\r\nFN:Ms. Juniper R.\\, S. Moss Jr.\r\n"
    b"TEL;type=CELL;type=VOICE;type=pref:(312) 555-\r\n 0147\r\n"
    b"item1.TEL:312-555-0188\r\nitem1.X-ABLabel:_$!<Assistant>!$_\r\n"
    b"item2.EMAIL;type=INTERNET:juniper@example.com\r\n"
    b"NOTE:one\\ntwo\\, three\\; four \\\\ five\r\n"
    b"PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\r\n SkZJRg==\r\nBDAY;value=date:1980-03-21\r\n"
    b"AGENT:BEGIN:VCARD\\nFN:Wren\\nTEL:312-555-0199\\nEND:VCARD\r\n"
    b"UID:u-1\r\nEND:VCARD\r\n"
    b"begin:vcard\r\nn:Hollow;Fern\r\ntel;work:312-555-0199\r\nversion:2.1\r\nend:vcard\r\n"
)
VCARD_40 = (
    "\ufeffBEGIN:VCARD\nVERSION:4.0\nFN:Juniper Moss\nBDAY:--0321\nLANG;PREF=1:es\n"
    'TEL;VALUE=uri;TYPE="work,voice";PREF=1:tel:+1-312-555-0147;ext=102\n'
    'EMAIL;TYPE=work:juniper@example.com\nADR;TYPE=home;LABEL="1 Grove: \nEND:VCARD\n'
    "BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:Grove\nMEMBER:urn:uuid:1\nEND:VCARD\n"
    "BEGIN:VCARD\nVERSION:4.0\nFN:Fern Hollow\nTEL:312-555-0199\n"
    "BEGIN:VCARD\nVERSION:4.0\nFN:312-555-0188\nTEL:312-555-0188\nEND:VCARD\n"
    "BEGIN:VCARD\nVERSION:4.0\nNOTE:nobody\nEND:VCARD\n"
    "BEGIN:VCARD\nVERSION:4.0\nFN:Sage Brook\nTEL:312-555-01"
).encode()

CONTACTS: dict[str, bytes] = {
    "google-contacts": GOOGLE_OLD.encode("utf-16"),
    "outlook-contacts": OUTLOOK.encode("cp1252"),
    "thunderbird-contacts": THUNDERBIRD.encode(),
    "contact-table": CONTACT_TABLE.encode(),
    "vcard": VCARD_21 + VCARD_30,
}
"""Format → a file of it."""
MORE: dict[str, bytes] = {
    "google-contacts new": GOOGLE_NEW.encode(),
    "contact-table untitled": UNTITLED.encode(),
    "vcard 4": VCARD_40,
    "vcard wide": VCARD_30.decode().encode("utf-16"),
    "vcard old mac": VCARD_30.replace(b"\r\n", b"\r"),
    "vcard too many returns": VCARD_30.replace(b"\r\n", b"\r\r\n"),
}
"""Other ways in which they come."""
