# docker build -t genloss . && docker run --rm -v "$PWD:/data" genloss check crawl.jsonl --reference human.jsonl
# --user "$(id -u):$(id -g)" lets it write into a folder that is yours alone.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /src
COPY . .
RUN npm ci && npm pack --pack-destination /tmp

FROM node:24.21.0-bookworm-slim
COPY --from=build /tmp/genloss-*.tgz /tmp/
RUN npm install --global --ignore-scripts /tmp/genloss-*.tgz && rm /tmp/genloss-*.tgz
USER node
WORKDIR /data
ENTRYPOINT ["genloss"]
CMD ["--help"]
