"""What ``plan.toml`` says of the role of a body, where the text was read otherwise."""

from __future__ import annotations

from typing import Literal

import msgspec

from mapping.parsers.mentions import Role


class SaidRole(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"in_": "in"}, omit_defaults=True
):
    """The role of a ``body``, as printed, in the text on who is responsible that reads as ``in`` says, or in every one.

    ``none``: these words name no body. A body that was not read there is read, as far as the text prints it.
    """

    body: str
    role: Role | Literal["none"]
    in_: str = ""
