package dev.failover.benchmarks.checks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** HAProxy's health checks: {@code inter 1s}, a new connection for each; one thread, as its one processor allows. */
final class Haproxy implements Contender {

    private final Program program;

    private Haproxy(Program program) {
        this.program = program;
    }

    static Haproxy start(Path folder, int targets) throws IOException {
        StringBuilder config = new StringBuilder("""
                global
                  maxconn 2000
                  nbthread 1
                defaults
                  mode http
                  timeout connect 1s
                  timeout client 5s
                  timeout server 5s
                  timeout check 1s
                frontend f
                  bind 127.0.0.1:18290
                  default_backend b
                backend b
                  option httpchk GET /healthz
                  http-check expect status 200
                """);
        for (int target = 0; target < targets; target++) {
            config.append(
                    "  server s%d 127.0.0.1:%d check inter 1s fall 3 rise 2\n".formatted(target, Nginx.port(target)));
        }
        Path file = folder.resolve("haproxy.cfg");
        Files.writeString(file, config);
        return new Haproxy(Program.start(
                folder, "haproxy", Processors.CONTENDER, Map.of(), List.of("haproxy", "-db", "-f", file.toString())));
    }

    @Override
    public long cpuMicros() {
        return program.cpuMicros();
    }

    @Override
    public long residentMib() {
        return program.residentMib();
    }

    @Override
    public void mustRun() {
        program.mustRun();
    }

    @Override
    public void close() {
        program.close();
    }
}
