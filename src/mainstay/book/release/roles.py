"""Roles and operations: what each role may do, on the records of whom.

The table is written out. A role that is not named beside an operation may not do it; who holds several roles may do what any
of them may. Labels are asked besides, always: a role opens no label (:func:`~mainstay.book.release.may`).
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from types import MappingProxyType


class Role(enum.StrEnum):
    """What a person, or a program in somebody's name, is there for."""

    ADMINISTRATOR = "administrator"
    """Accounts, sites and the machine; reads no record."""
    AUDITOR = "auditor"
    """Sees that all is in order; changes nothing."""
    MONITORING = "monitoring"
    """Monitoring cell: what happened, how sure."""
    NATIONAL_REPRESENTATIVE = "national representative"
    """Speaks for one donor."""
    NODE_OFFICER = "node officer"
    """Receives and sends on cargo at a node."""
    PLANNER = "planner"
    """Coordination planner at headquarters."""
    REPRESENTATIVE = "representative"
    """Senior representative on the spot, in the supported nation."""
    REQUIREMENTS_OFFICER = "requirements officer"
    """Speaks for the supported nation."""
    SECRETARIAT = "secretariat"
    """Keeps drafts, positions and silence procedures."""
    TRAINING = "training"
    """Training coordinator."""


class Operation(enum.StrEnum):
    """What can be done, as ``subject:action``. ``read`` is looking in every form: one record, a list, a count, a search."""

    ACCOUNT_CHANGE = "account:change"
    ACCOUNT_READ = "account:read"
    ALLOCATION_EXPORT = "allocation:export"
    ALLOCATION_MAKE = "allocation:make"
    ALLOCATION_READ = "allocation:read"
    ALLOCATION_WITHDRAW = "allocation:withdraw"
    COMMITMENT_EXPORT = "commitment:export"
    COMMITMENT_MAKE = "commitment:make"
    COMMITMENT_READ = "commitment:read"
    COMMITMENT_WITHDRAW = "commitment:withdraw"
    CONSIGNMENT_ARRANGE = "consignment:arrange"
    CONSIGNMENT_DISPATCH = "consignment:dispatch"
    CONSIGNMENT_EXPORT = "consignment:export"
    CONSIGNMENT_READ = "consignment:read"
    CONSIGNMENT_RECEIVE = "consignment:receive"
    DECISION_EXPORT = "decision:export"
    DECISION_OBJECT = "decision:object"
    DECISION_OPEN = "decision:open"
    DECISION_READ = "decision:read"
    DECISION_RECORD = "decision:record"
    DISCREPANCY_EXPORT = "discrepancy:export"
    DISCREPANCY_READ = "discrepancy:read"
    DISCREPANCY_REPORT = "discrepancy:report"
    DISCREPANCY_SETTLE = "discrepancy:settle"
    DUPLICATE_PROPOSE = "duplicate:propose"
    DUPLICATE_READ = "duplicate:read"
    DUPLICATE_SETTLE = "duplicate:settle"
    HANDOVER_EXPORT = "handover:export"
    HANDOVER_READ = "handover:read"
    HANDOVER_SIGN = "handover:sign"
    INVENTORY_EXPORT = "inventory:export"
    INVENTORY_READ = "inventory:read"
    INVENTORY_REPORT = "inventory:report"
    INVENTORY_SCHEDULE = "inventory:schedule"
    JOURNAL_EXPORT = "journal:export"
    JOURNAL_READ = "journal:read"
    JOURNAL_REBUILD = "journal:rebuild"
    JOURNAL_RECEIVE = "journal:receive"
    JOURNAL_SEND = "journal:send"
    JOURNAL_VERIFY = "journal:verify"
    LABEL_CHANGE = "label:change"
    LABEL_READ = "label:read"
    NEED_EXPORT = "need:export"
    NEED_READ = "need:read"
    NEED_STATE = "need:state"
    NEED_WITHDRAW = "need:withdraw"
    OBSERVATION_EXPORT = "observation:export"
    OBSERVATION_READ = "observation:read"
    OBSERVATION_REPORT = "observation:report"
    OFFER_EXPORT = "offer:export"
    OFFER_MAKE = "offer:make"
    OFFER_READ = "offer:read"
    OFFER_WITHDRAW = "offer:withdraw"
    PLAN_ADOPT = "plan:adopt"
    PLAN_EXPORT = "plan:export"
    PLAN_MAKE = "plan:make"
    PLAN_READ = "plan:read"
    PLEDGE_EXPORT = "pledge:export"
    PLEDGE_MAKE = "pledge:make"
    PLEDGE_READ = "pledge:read"
    PLEDGE_WITHDRAW = "pledge:withdraw"
    PROMISE_EXPORT = "promise:export"
    PROMISE_READ = "promise:read"
    PROMISE_STATE = "promise:state"
    REQUIREMENT_EXPORT = "requirement:export"
    REQUIREMENT_PRIORITISE = "requirement:prioritise"
    REQUIREMENT_READ = "requirement:read"
    REQUIREMENT_VALIDATE = "requirement:validate"
    SERVICE_CONFIRM = "service:confirm"
    SERVICE_EXPORT = "service:export"
    SERVICE_READ = "service:read"
    TRAINING_EXPORT = "training:export"
    TRAINING_READ = "training:read"
    TRAINING_REPORT = "training:report"
    TRAINING_SCHEDULE = "training:schedule"
    VALUATION_EXPORT = "valuation:export"
    VALUATION_READ = "valuation:read"
    VALUATION_STATE = "valuation:state"


class Reach(enum.IntEnum):
    """On the records of whom, from the narrowest: none; the own nation's; those to which it is a side; all."""

    NONE = 0
    OWN = 1
    SIDE = 2
    ALL = 3


_RUNGS = ("need", "requirement", "offer", "pledge", "commitment", "allocation", "consignment", "handover", "service")
_SUPPLY = (*_RUNGS, "discrepancy", "inventory", "promise", "valuation")
_RECORDS = (*_SUPPLY, "decision", "duplicate", "observation", "plan", "training")


def _look(*subjects: str) -> tuple[str, ...]:
    return tuple(f"{subject}:read" for subject in subjects)


def _take(*subjects: str) -> tuple[str, ...]:
    """Reading and taking along; not every subject can be exported."""
    may_leave = {operation.value for operation in Operation}
    return _look(*subjects) + tuple(f"{s}:export" for s in subjects if f"{s}:export" in may_leave)


def _grant(*, own: Iterable[str] = (), side: Iterable[str] = (), everywhere: Iterable[str] = ()) -> Mapping[Operation, Reach]:
    granted: dict[Operation, Reach] = {}
    for names, reach in ((own, Reach.OWN), (side, Reach.SIDE), (everywhere, Reach.ALL)):
        for name in names:
            granted[Operation(name)] = max(reach, granted.get(Operation(name), Reach.NONE))
    return MappingProxyType(granted)


GRANTS: Mapping[Role, Mapping[Operation, Reach]] = MappingProxyType(
    {
        Role.ADMINISTRATOR: _grant(
            everywhere=(
                "account:change", "account:read", "journal:rebuild", "journal:receive", "journal:send", "journal:verify",
                "label:read",
            ),
        ),
        Role.AUDITOR: _grant(
            everywhere=(*_take(*_RECORDS), "account:read", "journal:export", "journal:read", "journal:verify", "label:read"),
        ),
        Role.MONITORING: _grant(
            own=("label:change",),
            everywhere=(
                *_take("inventory", "observation"), *_look("consignment", "discrepancy", "handover", "promise", "service"),
                "inventory:report", "label:read", "observation:report",
            ),
        ),
        Role.NATIONAL_REPRESENTATIVE: _grant(
            own=(
                "commitment:make", "commitment:withdraw", "consignment:arrange", "consignment:dispatch", "decision:object",
                "label:change", "offer:make", "offer:withdraw", "pledge:make", "pledge:withdraw", "promise:state",
                "valuation:state",
            ),
            side=(
                *_take("allocation", "commitment", "consignment", "discrepancy", "handover", "inventory", "offer", "plan",
                       "pledge", "promise", "service", "training", "valuation"),
                "discrepancy:report", "duplicate:propose", "duplicate:read",
            ),
            everywhere=(*_take("decision", "need", "requirement"), "journal:verify", "label:read"),
        ),
        Role.NODE_OFFICER: _grant(
            own=("label:change",),
            everywhere=(
                *_take("consignment", "discrepancy", "handover"), *_look("allocation", "plan"), "consignment:arrange",
                "consignment:dispatch", "consignment:receive", "discrepancy:report", "handover:sign", "label:read",
            ),
        ),
        Role.PLANNER: _grant(
            own=("label:change",),
            everywhere=(
                *_take(*_SUPPLY, "duplicate", "plan", "training"), *_look("decision", "observation"), "allocation:make",
                "allocation:withdraw", "consignment:arrange", "discrepancy:settle", "duplicate:propose", "duplicate:settle",
                "inventory:schedule", "journal:verify", "label:read", "plan:adopt", "plan:make", "requirement:prioritise",
                "requirement:validate", "valuation:state",
            ),
        ),
        Role.REPRESENTATIVE: _grant(
            own=("label:change",),
            everywhere=(
                *_take(*_SUPPLY, "decision", "plan", "training"), *_look("duplicate", "observation"), "discrepancy:report",
                "duplicate:propose", "journal:verify", "label:read", "observation:report",
            ),
        ),
        Role.REQUIREMENTS_OFFICER: _grant(
            own=("inventory:report", "label:change", "need:state", "need:withdraw", "service:confirm"),
            side=(
                *_take("allocation", "commitment", "consignment", "discrepancy", "handover", "inventory", "need", "offer",
                       "plan", "pledge", "promise", "requirement", "service", "training"),
                "decision:read", "discrepancy:report", "duplicate:propose", "duplicate:read", "handover:sign",
            ),
            everywhere=("journal:verify", "label:read"),
        ),
        Role.SECRETARIAT: _grant(
            own=("label:change",),
            everywhere=(
                *_take("decision"), *_look("commitment", "pledge", "promise", "requirement"), "decision:open",
                "decision:record", "label:read",
            ),
        ),
        Role.TRAINING: _grant(
            own=("label:change",),
            everywhere=(
                *_take("training"), *_look("allocation", "consignment", "plan", "promise", "requirement", "service"),
                "label:read", "training:report", "training:schedule",
            ),
        ),
    }
)  # fmt: skip


def reach(roles: Iterable[Role], operation: Operation) -> Reach:
    """Furthest reach that any of the roles gives to an operation; a role that is not known gives none."""
    return max((GRANTS[role].get(operation, Reach.NONE) for role in roles if role in GRANTS), default=Reach.NONE)
