# One Dockerfile for every service: --build-arg SERVICE=probe-service, and so on. The stage that builds is the same for
# all, so that it runs once.
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn --batch-mode --no-transfer-progress -Dmaven.test.skip=true -Dspotless.check.skip -Dmaven.compiler.failOnWarning=false package

FROM eclipse-temurin:25-jre
ARG SERVICE
RUN useradd --system --uid 10001 --no-create-home failover
WORKDIR /app
# The libraries change seldom and come in a layer of their own.
COPY --from=build /build/${SERVICE}/target/lib lib
COPY --from=build /build/${SERVICE}/target/${SERVICE}.jar service.jar
COPY --from=build /build/docker/health-check /app/health-check
ENV LOG_FORMAT=json JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=70 -XX:+ExitOnOutOfMemoryError"
USER failover
# exec form: the JVM is process 1 and gets SIGTERM.
ENTRYPOINT ["java", "-jar", "service.jar"]
