"""The records of duties at Millrace, as they stood on any day: each row was committed soon after what it records."""

from collections.abc import Mapping
from datetime import date

_TABLES: Mapping[str, str] = {
    "training": """\
person,subject,date,provider,reference
Ada Builder,Secure coding in Python with CodeQL,2026-03-02,Northbank Training,NB-2026-118
Ben Maker,Secure coding in Python with CodeQL,2026-03-03,Northbank Training,NB-2026-119
Cleo Warden,Our framework for secure development,2026-09-04,Dan Keeper,minutes of 2026-09-04
Dan Keeper,Threat modelling with STRIDE,2026-06-11,Northbank Training,NB-2026-204
""",
    "build-environment": """\
checked,system,kind,host,owner
2026-09-14,GitHub,source,github.com,Ada Builder
2026-09-14,GitHub Actions,ci,github.com,Ada Builder
2026-09-14,GitHub Container Registry,registry,ghcr.io,Ben Maker
2026-09-14,login service,other,login.millrace.example,Cleo Warden
""",
    "access-reviews": """\
date,reviewer,system,account,decision,done
2026-06-15,Dan Keeper,GitHub,ada-b,keep,
2026-06-15,Dan Keeper,GitHub,ben-m,keep,
2026-09-14,Dan Keeper,GitHub,ada-b,keep,
2026-09-14,Dan Keeper,GitHub,ben-m,keep,
2026-09-14,Dan Keeper,GitHub,cleo-w,keep,
2026-09-14,Dan Keeper,GitHub,hugo-c,remove,2026-09-14
2026-09-14,Dan Keeper,GitHub Actions,ada-b,keep,
2026-09-14,Dan Keeper,GitHub Container Registry,ben-m,keep,
2026-09-14,Dan Keeper,login service,cleo-w,keep,
""",
    "log-reviews": """\
date,reviewer,system,period,findings
2026-07-06,Dan Keeper,GitHub,June 2026,Nothing out of the ordinary in 318 entries
2026-08-03,Dan Keeper,GitHub,July 2026,One sign-in from a new country: Ben on leave
2026-09-07,Dan Keeper,GitHub,August 2026,Nothing out of the ordinary in 287 entries
2026-09-08,Dan Keeper,login service,August 2026,Six failed sign-ins of one volunteer who had lost her key
""",
    "component-decisions": """\
date,component,need,alternatives,upkeep,licence,weaknesses,approver
2025-11-24,webauthn,Passkeys for privileged accounts,fido2,Two maintainers and releases each quarter,BSD-3-Clause,Nothing in OSV on that day,Dan Keeper
2025-11-24,cbor2,Comes with webauthn and reads the answers of keys,none while webauthn is used,One maintainer and releases each quarter,MIT,Nothing in OSV on that day,Dan Keeper
""",
    "supplier-requirements": """\
supplier,requirements,sent,by,acknowledged
Postbridge Ltd,Security terms for suppliers 1.3,2026-05-04,Cleo Warden,2026-05-11
""",
    "handovers": """\
case,received,accepted,by,how,kind
report of Fay Archer,2026-06-02,2026-06-02,Dan Keeper,person,real
scanner match in werkzeug,2026-06-03,2026-06-04,Ben Maker,person,real
finding of Northbank,2026-08-27,2026-08-27,Dan Keeper,person,real
""",
    "report-answers": """\
report,received,answered,by,limit_days,how
report of Fay Archer,2026-06-02,2026-06-03,Dan Keeper,3,person
""",
    "customer-notices": """\
advisory,published,sent,limit_days,channel,customers,delivered,kind
CVE-2026-31877,2026-06-18,2026-06-18,3,mail to the security contacts,all 34 on 1.0 and 1.1,33 reached and one by telephone,real
CVE-2026-38120,2026-09-30,2026-09-30,3,mail to the security contacts,all 12 on 1.2,all 12 reached,real
""",
    "incident-notices": """\
incident,confirmed,first_notice,limit_hours,closed,kind
rehearsal: leaked dump of bookings,2026-05-12 09:40,2026-05-12 15:05,48,2026-05-20 12:00,rehearsal
mail relay answered for a stranger,2026-07-21 10:15,2026-07-21 17:30,48,2026-08-10 12:00,real
""",
    "end-of-support-notices": """\
line,ends,sent,recipients,risk,way_forward
Hallkeeper 1.0,2027-03-31,2026-03-05,all 19 customers on 1.0,Weaknesses found after the end stay open,Update to 1.1 with the guide
""",
    "exercises": """\
date,scenario,people,started,ended,lessons,actions,actions_due,actions_done
2026-05-12,A dump of bookings lies on a public share,Dan Keeper; Eve Porter,09:30,11:10,Eve had no list of contacts for one hall,Keep the contacts with the contract,2026-06-12,2026-06-03
""",
    "expert-tests": """\
date,tester,organisation,method,scope,version,report_sha256,open_high,open_due
2026-08-27,Mira Stone,Northbank Assurance LLP,penetration test,Hallkeeper with its sign-in and bookings,1.2.0,5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef,0,
""",
    "root-causes": """\
weakness,fixed,cause,action,by
CVE-2026-31877,2026-06-18,CWE-400 size of forms was not limited,A limit in the application and a test for it,Ben Maker
CVE-2026-38120,2026-09-30,CWE-384 a session was kept over a sign-in,Sessions are cleared at each sign-in,Ada Builder
""",
    "sensitive-data": """\
data,place,at_rest,in_transit,keys,retention,owner,checked
names and mail addresses of volunteers,table booking,AES-256 by the volume,TLS 1.3,key service of the customer,24 months after the last booking,Eve Porter,2026-09-16
password hashes,table account,Argon2id and AES-256 by the volume,TLS 1.3,key service of the customer,until the account is closed,Eve Porter,2026-09-16
""",
}

_DATED = {
    "training": "date",
    "build-environment": "checked",
    "access-reviews": "date",
    "log-reviews": "date",
    "component-decisions": "date",
    "supplier-requirements": "acknowledged",
    "handovers": "accepted",
    "report-answers": "answered",
    "customer-notices": "sent",
    "incident-notices": "closed",
    "end-of-support-notices": "sent",
    "exercises": "actions_done",
    "expert-tests": "date",
    "root-causes": "fixed",
    "sensitive-data": "checked",
}
"""The column that tells when a row could be written."""

PATHS: Mapping[str, str] = {duty: f"assurance/{duty}.csv" for duty in _TABLES}


def written_by(day: date) -> dict[str, str]:
    """The tables as they stood at the end of ``day``; one that had no row yet is absent."""
    found = {}
    for duty, text in _TABLES.items():
        head, *rows = text.splitlines()
        column = head.split(",").index(_DATED[duty])
        then = [row for row in rows if row.split(",")[column][:10] <= day.isoformat()]
        if then:
            found[PATHS[duty]] = "\n".join((head, *then)) + "\n"
    return found
