"""Plans made by the workers of a Dask cluster: for those who outgrow one machine."""
