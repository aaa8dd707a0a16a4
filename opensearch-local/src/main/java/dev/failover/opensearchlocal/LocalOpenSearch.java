package dev.failover.opensearchlocal;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A cluster of one real OpenSearch node on a free port of loopback. It runs in a JVM of its own: whoever starts it needs nothing
 * of OpenSearch on his class path, only this class and, beside the place that it was loaded from, the folder {@code lib} that
 * the build puts there.
 */
public final class LocalOpenSearch implements AutoCloseable {

    private final Process process;
    private final URI url;

    private LocalOpenSearch(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts the node and returns when it answers.
     *
     * @param folder for data and the process's log; left to the caller
     */
    public static LocalOpenSearch start(Path folder, String cluster) throws IOException {
        Path log = folder.resolve("opensearch.log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:TieredStopAtLevel=1",
                        "-Dlog4j2.disable.jmx=true",
                        "-Dopensearch.set.netty.runtime.available.processors=false",
                        "-cp",
                        classPath(),
                        "dev.failover.opensearchlocal.SingleNode",
                        folder.toString(),
                        cluster)
                .redirectError(log.toFile())
                .start();
        try {
            return new LocalOpenSearch(process, URI.create("http://127.0.0.1:" + port(process, log)));
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static String classPath() throws IOException {
        try {
            Path own = Path.of(LocalOpenSearch.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path libraries = Objects.requireNonNull(own.getParent()).resolve("lib");
            if (!Files.isDirectory(libraries)) {
                throw new IOException(libraries + " is missing: build opensearch-local up to its package first");
            }
            return own + File.pathSeparator + libraries + File.separator + "*";
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String port(Process process, Path log) throws IOException {
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line;
        while ((line = said.readLine()) != null) {
            if (line.startsWith("started ")) {
                return line.substring("started ".length());
            }
        }
        throw new IOException("the node has ended: " + Files.readString(log));
    }

    /** Its root. */
    public URI url() {
        return url;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
