# Breaks SoftwareAgent/version, MaxCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX schema: <http://schema.org/>

INSERT DATA {
    id:software\/1 schema:softwareVersion "0.1.02" .
}
