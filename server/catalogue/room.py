"""The catalogue's room: its doors in one blueprint."""

from __future__ import annotations

from flask import Blueprint

from server.catalogue.csvw import tables
from server.catalogue.directory import directory
from server.catalogue.files import files
from server.catalogue.lookup import lookup
from server.catalogue.memento import mementos
from server.catalogue.oai import harvest
from server.catalogue.releases import releases
from server.catalogue.routes import portal
from server.catalogue.sitemap import sitemap
from server.catalogue.stream import events
from server.catalogue.void import void

catalogue = Blueprint("catalogue", __name__)

for _door in (portal, files, releases, mementos, events, harvest, directory, void, lookup, sitemap, tables):
    catalogue.register_blueprint(_door)
