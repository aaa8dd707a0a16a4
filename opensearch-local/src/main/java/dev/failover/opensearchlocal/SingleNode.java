package dev.failover.opensearchlocal;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.opensearch.common.settings.Settings;
import org.opensearch.http.HttpServerTransport;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.transport.Netty4Plugin;

/** The process: starts one node on loopback, prints {@code started PORT}, its HTTP port, and ends with standard input. */
final class SingleNode extends Node {

    private SingleNode(Settings settings) {
        super(
                InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> "node"),
                List.of(Netty4Plugin.class),
                false);
    }

    /** Arguments: the folder of the data, the cluster's name. */
    public static void main(String[] args) throws Exception {
        Node node = new SingleNode(Settings.builder()
                .put("cluster.name", args[1])
                .put("node.name", "node-0")
                .put("path.home", Path.of(args[0]).resolve("node-0").toString())
                .put("network.host", "127.0.0.1")
                .put("http.type", "netty4")
                .put("transport.type", "netty4")
                .put("http.port", 0)
                .put("discovery.type", "single-node")
                // The disk of a test machine is not what is tested.
                .put("cluster.routing.allocation.disk.threshold_enabled", false)
                .build());
        node.start();
        System.out.println("started "
                + node.injector()
                        .getInstance(HttpServerTransport.class)
                        .boundAddress()
                        .publishAddress()
                        .getPort());
        while (System.in.read() >= 0) {
            // Until whoever started it closes its end.
        }
        // Its threads are many, and a test does not wait for their goodbyes.
        Runtime.getRuntime().halt(0);
    }
}
