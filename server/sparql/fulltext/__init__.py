"""Full text inside SPARQL: ``SERVICE <…/search> { ?thing text:query "养老 服务" }``, answered from the index of the release."""
