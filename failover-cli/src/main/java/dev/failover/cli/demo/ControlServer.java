package dev.failover.cli.demo;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Breaks and heals the demo's sites: {@code POST /primary/down}, {@code /primary/green}, {@code /secondary/red}, … */
final class ControlServer extends VerticleBase {

    private final int port;
    private final Map<String, StandInSite> sites;

    ControlServer(int port, Map<String, StandInSite> sites) {
        this.port = port;
        this.sites = sites;
    }

    @Override
    public Future<?> start() {
        return vertx.createHttpServer().requestHandler(this::answer).listen(port, "127.0.0.1");
    }

    private void answer(HttpServerRequest request) {
        String[] words = request.path().substring(1).split("/", -1);
        StandInSite site = sites.get(words[0]);
        if (request.path().equals("/")) {
            end(request, 200, everySite());
        } else if (site == null || words.length != 2 || !isMode(words[1])) {
            end(request, 404, "POST /SITE/MODE with SITE one of " + sites.keySet() + " and MODE one of " + modes());
        } else {
            become(request, words[0], site, StandInSite.Mode.valueOf(words[1].toUpperCase(Locale.ROOT)));
        }
    }

    private static void become(HttpServerRequest request, String name, StandInSite site, StandInSite.Mode mode) {
        site.become(mode)
                .onSuccess(done -> end(request, 200, name + " is " + mode))
                .onFailure(
                        failure -> end(request, 500, name + " did not become " + mode + ": " + failure.getMessage()));
    }

    private String everySite() {
        return sites.entrySet().stream()
                .map(site -> site.getKey() + " is " + site.getValue().mode())
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private static boolean isMode(String word) {
        return modes().contains(word.toLowerCase(Locale.ROOT));
    }

    private static List<String> modes() {
        return Arrays.stream(StandInSite.Mode.values())
                .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static void end(HttpServerRequest request, int status, String text) {
        request.response().setStatusCode(status).end(text + "\n");
    }
}
