package dev.failover.elasticsearchlocal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.http.HttpServerTransport;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.node.NodeValidationException;
import org.elasticsearch.transport.Netty4Plugin;

/**
 * The process: starts the nodes of one cluster on loopback, prints {@code started PORT PORT …}, their HTTP ports, and obeys
 * standard input: {@code stop N} stops a node and is answered with {@code stopped N}; its end is the process's end.
 */
final class Nodes {

    private final List<Node> nodes = new ArrayList<>();

    private Nodes() {}

    /** A node with the HTTP and transport of Elasticsearch's own distribution. */
    private static final class NettyNode extends Node {
        NettyNode(Settings settings) {
            super(
                    InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> "node"),
                    List.of(Netty4Plugin.class),
                    false);
        }
    }

    /** Arguments: the folder of the data, the cluster's name, the number of nodes. */
    public static void main(String[] args) throws Exception {
        Nodes all = new Nodes();
        all.start(Path.of(args[0]), args[1], Integer.parseInt(args[2]));
        all.obey();
        // Its threads are many, and a test does not wait for their goodbyes.
        Runtime.getRuntime().halt(0);
    }

    private void start(Path folder, String cluster, int number) throws Exception {
        List<Integer> ports = freePorts(number);
        String seeds = ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
        String names = IntStream.range(0, number).mapToObj(i -> "node-" + i).collect(Collectors.joining(","));
        for (int i = 0; i < number; i++) {
            nodes.add(new NettyNode(Settings.builder()
                    .put("cluster.name", cluster)
                    .put("node.name", "node-" + i)
                    .put("path.home", folder.resolve("node-" + i).toString())
                    .put("path.repo", folder.resolve("snapshots").toString())
                    .put("network.host", "127.0.0.1")
                    .put("http.type", Netty4Plugin.NETTY_HTTP_TRANSPORT_NAME)
                    .put("transport.type", Netty4Plugin.NETTY_TRANSPORT_NAME)
                    .put("http.port", 0)
                    .put("transport.port", ports.get(i))
                    .put("discovery.seed_hosts", seeds)
                    .put("cluster.initial_master_nodes", names)
                    // The disk of a test machine is not what is tested.
                    .put("cluster.routing.allocation.disk.threshold_enabled", false)
                    .build()));
        }
        startTogether();
        System.out.println("started "
                + nodes.stream().map(node -> String.valueOf(port(node))).collect(Collectors.joining(" ")));
    }

    /** A node waits in its start for a master, which takes more than one of them. */
    private void startTogether() throws InterruptedException {
        List<Thread> threads = nodes.stream()
                .map(node -> new Thread(
                        () -> {
                            try {
                                node.start();
                            } catch (NodeValidationException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        "start"))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static int port(Node node) {
        return node.injector()
                .getInstance(HttpServerTransport.class)
                .boundAddress()
                .publishAddress()
                .getPort();
    }

    private static List<Integer> freePorts(int number) throws IOException {
        List<ServerSocket> open = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            open.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        }
        List<Integer> ports = open.stream().map(ServerSocket::getLocalPort).toList();
        for (ServerSocket socket : open) {
            socket.close();
        }
        return ports;
    }

    private void obey() throws IOException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String order;
        while ((order = orders.readLine()) != null) {
            int number = Integer.parseInt(order.substring("stop ".length()));
            nodes.get(number).close();
            System.out.println("stopped " + number);
        }
    }
}
