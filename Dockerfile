# The command line of Aether with a Java of its own:   docker build -t aether:local .
# For the pages of docker-compose.yml; Bodies run on the host, beside their projects and their agent.
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY . .
RUN mvn -B -DskipTests package -pl aether-cli -am

FROM eclipse-temurin:25-jre-alpine
RUN addgroup -g 10001 aether \
    && adduser -D -u 10001 -G aether aether \
    && mkdir -p /home/aether/.aether \
    && chown -R aether:aether /home/aether
COPY --from=build /build/aether-cli/target/aether-cli.jar /opt/aether/aether.jar
USER 10001:10001
ENV HOME=/home/aether
WORKDIR /home/aether
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-Xmx256m", "-jar", "/opt/aether/aether.jar"]
