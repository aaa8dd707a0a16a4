package dev.failover.elasticsearchlocal;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A cluster of real Elasticsearch nodes on free ports of loopback. It runs in a JVM of its own: whoever starts it needs
 * nothing of Elasticsearch on his class path, only this class and, beside the place that it was loaded from, the folder
 * {@code lib} that the build puts there.
 */
public final class LocalElasticsearch implements AutoCloseable {

    private final Process process;
    private final BufferedReader said;
    private final PrintWriter orders;
    private final List<URI> urls;
    private final Path log;

    private LocalElasticsearch(Process process, BufferedReader said, List<URI> urls, Path log) {
        this.process = process;
        this.said = said;
        this.orders = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.urls = urls;
        this.log = log;
    }

    /**
     * Starts the nodes and returns when they have a master.
     *
     * @param folder for data and the process's log; left to the caller
     */
    public static LocalElasticsearch start(Path folder, String cluster, int nodes) throws IOException {
        Path log = folder.resolve("elasticsearch.log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:TieredStopAtLevel=1",
                        "-Dlog4j2.disable.jmx=true",
                        "-Des.set.netty.runtime.available.processors=false",
                        "-cp",
                        classPath(),
                        "dev.failover.elasticsearchlocal.Nodes",
                        folder.toString(),
                        cluster,
                        Integer.toString(nodes))
                .redirectError(log.toFile())
                .start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        try {
            String[] ports = answer(said, "started", log).split(" ");
            List<URI> urls = Arrays.stream(ports)
                    .skip(1)
                    .map(port -> URI.create("http://127.0.0.1:" + port))
                    .toList();
            return new LocalElasticsearch(process, said, urls, log);
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static String classPath() throws IOException {
        try {
            Path own = Path.of(LocalElasticsearch.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path libraries = Objects.requireNonNull(own.getParent()).resolve("lib");
            if (!Files.isDirectory(libraries)) {
                throw new IOException(libraries + " is missing: build elasticsearch-local up to its package first");
            }
            return own + File.pathSeparator + libraries + File.separator + "*";
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The line that begins with this word; others are Elasticsearch's own. */
    private static String answer(BufferedReader said, String word, Path log) throws IOException {
        String line;
        while ((line = said.readLine()) != null) {
            if (line.startsWith(word + " ")) {
                return line;
            }
        }
        throw new IOException("the nodes have ended: " + Files.readString(log));
    }

    /** The root of a node, 0 is the first. */
    public URI url(int node) {
        return urls.get(node);
    }

    /** Stops a node for good and returns when it has stopped. */
    public void stop(int node) throws IOException {
        orders.println("stop " + node);
        answer(said, "stopped", log);
    }

    @Override
    public void close() {
        orders.close();
        process.destroyForcibly();
    }
}
