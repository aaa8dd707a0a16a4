package dev.failover.benchmarks.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The target of all contenders: one nginx worker that answers from memory, and counts. */
final class Nginx implements AutoCloseable {

    /** Checks are spread over so many ports, lest the ports of one pair of addresses run out. */
    static final int PORTS = 16;

    static final int FIRST_PORT = 18_080;
    private static final int COUNT_PORT = FIRST_PORT - 1;
    private static final Pattern REQUESTS = Pattern.compile("\\s*\\d+ \\d+ (\\d+)\\s*");

    private final Program program;
    private final HttpClient client = HttpClient.newHttpClient();

    private Nginx(Program program) {
        this.program = program;
    }

    static Nginx start(Path folder, int processor) throws IOException, InterruptedException {
        StringBuilder listen = new StringBuilder();
        for (int port = 0; port < PORTS; port++) {
            listen.append("    listen 127.0.0.1:%d backlog=8192;\n".formatted(FIRST_PORT + port));
        }
        Path file = folder.resolve("nginx.conf");
        Files.writeString(file, """
                daemon off; worker_processes 1; pid nginx.pid; error_log nginx-error.log;
                events { worker_connections 65536; }
                http {
                  access_log off; keepalive_requests 1000000; keepalive_timeout 75s;
                  client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5;
                  server {
                %s    location / { return 200 "status: ok\\n"; }
                  }
                  server { listen 127.0.0.1:%d; location / { stub_status; } }
                }
                """.formatted(listen, COUNT_PORT));
        Program program = Program.start(
                folder,
                "nginx",
                processor,
                Map.of(),
                List.of("nginx", "-p", folder.toString(), "-e", "nginx-error.log", "-c", file.toString()));
        Nginx nginx = new Nginx(program);
        nginx.awaitStart();
        return nginx;
    }

    private void awaitStart() throws InterruptedException {
        for (int attempt = 0; ; attempt++) {
            try {
                requests();
                return;
            } catch (UncheckedIOException e) {
                program.mustRun();
                if (attempt > 100) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    void mustRun() {
        program.mustRun();
    }

    static String url(int target) {
        return "http://127.0.0.1:" + port(target) + "/healthz?" + target;
    }

    static int port(int target) {
        return FIRST_PORT + target % PORTS;
    }

    /** All requests that it has answered since it was started, but those that ask for the number. */
    long requests() throws InterruptedException {
        try {
            String page = client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + COUNT_PORT + "/"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            Matcher matcher = REQUESTS.matcher(page.lines().skip(2).findFirst().orElse(""));
            if (!matcher.matches()) {
                throw new IllegalStateException("nginx said " + page);
            }
            return Long.parseLong(matcher.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
