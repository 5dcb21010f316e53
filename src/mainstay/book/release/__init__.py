"""Release: labels on records and single fields, roles, and the one decision who may do what with what."""

from .label import Category, Kind, Label, LabelError, Level, Policy, Tag, label_id, roll_up
from .markings import mark, portion, read_mark
from .may import Clearance, Decision, Reason, Subject, clears, may
from .policies import NATO, POLICIES, PUBLIC
from .redact import Export, Labelled, Redacted, export, redact
from .roles import GRANTS, Operation, Reach, Role, reach
from .visible import Visible, row_security, visible
from .xml import LabelDocument, LabelFileError, read_binding, read_xml, write_binding, write_xml

__all__ = [
    "GRANTS",
    "NATO",
    "POLICIES",
    "PUBLIC",
    "Category",
    "Clearance",
    "Decision",
    "Export",
    "Kind",
    "Label",
    "LabelDocument",
    "LabelError",
    "LabelFileError",
    "Labelled",
    "Level",
    "Operation",
    "Policy",
    "Reach",
    "Reason",
    "Redacted",
    "Role",
    "Subject",
    "Tag",
    "Visible",
    "clears",
    "export",
    "label_id",
    "mark",
    "may",
    "portion",
    "reach",
    "read_binding",
    "read_mark",
    "read_xml",
    "redact",
    "roll_up",
    "row_security",
    "visible",
    "write_binding",
    "write_xml",
]
