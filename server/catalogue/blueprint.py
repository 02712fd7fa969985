"""The blueprint of the catalogue, with those of all its doors in it."""

from __future__ import annotations

from flask import Blueprint

from server.catalogue.archive.files import files
from server.catalogue.archive.memento import mementos
from server.catalogue.archive.releases import releases
from server.catalogue.harvest.csvw import tables
from server.catalogue.harvest.data_json import data_json
from server.catalogue.harvest.directory_forms import directory
from server.catalogue.harvest.lookup import lookup
from server.catalogue.harvest.oai import harvest
from server.catalogue.harvest.sitemap import sitemap
from server.catalogue.harvest.stream import events
from server.catalogue.harvest.void import void
from server.catalogue.routes import portal

catalogue = Blueprint("catalogue", __name__)

for _door in (portal, files, releases, mementos, events, harvest, directory, data_json, void, lookup, sitemap, tables):
    catalogue.register_blueprint(_door)
