# The API server with its page. Build: docker build -t bitexte . ; run it as compose.yaml does.
FROM python:3.12-slim AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY pipeline pipeline
COPY glossaries glossaries
RUN python -m venv /opt/bitexte && /opt/bitexte/bin/pip install --no-cache-dir '.[serve]'

FROM python:3.12-slim
RUN useradd --system --uid 10001 --create-home --home-dir /data bitexte
COPY --from=build /opt/bitexte /opt/bitexte
USER bitexte
VOLUME /data
EXPOSE 5000
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["/opt/bitexte/bin/python", "-c", \
    "import urllib.request; urllib.request.urlopen('http://127.0.0.1:5000/health', timeout=4)"]
ENTRYPOINT ["/opt/bitexte/bin/bitexte", "serve", "--host", "0.0.0.0", "--data", "/data"]
CMD ["--log-format", "json"]
