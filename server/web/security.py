"""What a browser is told not to do: everything that a page here does comes from this server."""

from __future__ import annotations

from flask import Response

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
"""A page that needs more sets the header itself, and says why."""

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def harden(response: Response) -> Response:
    """Add the headers that a response does not set itself."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
