# The sandbox server in a container. Over stdio (docker run -i) standard output is the protocol's; over HTTP it listens
# on 8080. See docs/server.md.

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN mvn -B -ntp -q -pl mcp2p-examples -am -DskipTests -Djacoco.skip -Dspotless.check.skip package

FROM eclipse-temurin:25-jre-noble
LABEL io.modelcontextprotocol.server.name="io.github.mcp2p/mcp2p-server"
COPY --from=build /src/mcp2p-examples/target/mcp2p-server.jar /app/mcp2p-server.jar
RUN install -d -o 10001 -g 10001 -m 700 /data
WORKDIR /data
VOLUME /data
USER 10001:10001
ENV MCP2P_HOST=0.0.0.0
ENV MCP2P_PORT=8080
EXPOSE 8080
# Over stdio the client sees whether it lives.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["bash", "-c", "[ \"${MCP2P_TRANSPORT:-stdio}\" != http ] || { exec 3<>/dev/tcp/127.0.0.1/$MCP2P_PORT && printf 'GET /healthz HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '; }"]
# What the JVM has to say goes to standard error.
ENTRYPOINT ["java", "-Xlog:disable", "-Xlog:all=error:stderr", "-jar", "/app/mcp2p-server.jar"]
