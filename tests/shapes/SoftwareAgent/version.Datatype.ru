# Breaks SoftwareAgent/version, Datatype.

PREFIX id: <http://localhost:8000/id/>
PREFIX schema: <http://schema.org/>

DELETE DATA {
    id:software\/1 schema:softwareVersion "0.1.0" .
} ;
INSERT DATA {
    id:software\/1 schema:softwareVersion "约"@zh .
}
