# The window on a folder of releases, as a small image that runs without root and with a read-only file system.
# Another base needs Python 3.11 or newer as `python`, on Debian: --build-arg BASE=…
ARG BASE=python:3.13-slim
FROM ${BASE} AS build
WORKDIR /source
COPY . .
RUN python -m venv /opt/policygraph \
    && /opt/policygraph/bin/pip install --no-cache-dir -c constraints.txt '.[documents]'

FROM ${BASE}
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends libmimalloc2.0 fonts-wqy-microhei && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data policygraph
COPY --from=build /opt/policygraph /opt/policygraph
ENV PATH=/opt/policygraph/bin:$PATH POLICYGRAPH_RELEASES=/data/releases TMPDIR=/tmp
USER policygraph
WORKDIR /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["policygraph", "serve", "--host", "0.0.0.0"]
