package dev.failover.benchmarks.checks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** prometheus-blackbox-exporter, asked by a Prometheus once a second for each target, as it is meant to be used. */
final class BlackboxExporter implements Contender {

    private static final int EXPORTER_PORT = 18_291;
    private static final int PROMETHEUS_PORT = 18_292;

    private final Program exporter;
    private final Program prometheus;

    private BlackboxExporter(Program exporter, Program prometheus) {
        this.exporter = exporter;
        this.prometheus = prometheus;
    }

    static BlackboxExporter start(Path folder, int targets) throws IOException {
        Files.writeString(folder.resolve("blackbox.yml"), """
                modules:
                  check:
                    prober: http
                    timeout: 1s
                    http:
                      preferred_ip_protocol: ip4
                """);
        StringBuilder config = new StringBuilder("""
                global: {scrape_interval: 1s, scrape_timeout: 1s}
                scrape_configs:
                  - job_name: check
                    metrics_path: /probe
                    params: {module: [check]}
                    relabel_configs:
                      - {source_labels: [__address__], target_label: __param_target}
                      - {source_labels: [__param_target], target_label: instance}
                      - {target_label: __address__, replacement: "127.0.0.1:%d"}
                    static_configs:
                      - targets:
                """.formatted(EXPORTER_PORT));
        for (int target = 0; target < targets; target++) {
            config.append("        - ").append(Nginx.url(target)).append('\n');
        }
        Files.writeString(folder.resolve("prometheus.yml"), config);
        Program exporter = Program.start(
                folder,
                "blackbox",
                Processors.CONTENDER,
                Map.of(),
                List.of(
                        "prometheus-blackbox-exporter",
                        "--config.file=blackbox.yml",
                        "--log.level=error",
                        "--web.listen-address=127.0.0.1:" + EXPORTER_PORT));
        Program prometheus = Program.start(
                folder,
                "prometheus",
                Processors.CONTENDER,
                Map.of(),
                List.of(
                        "prometheus",
                        "--config.file=prometheus.yml",
                        "--storage.tsdb.path=tsdb",
                        "--log.level=error",
                        "--web.listen-address=127.0.0.1:" + PROMETHEUS_PORT));
        return new BlackboxExporter(exporter, prometheus);
    }

    @Override
    public long cpuMicros() {
        return exporter.cpuMicros() + prometheus.cpuMicros();
    }

    @Override
    public long residentMib() {
        return exporter.residentMib() + prometheus.residentMib();
    }

    @Override
    public void mustRun() {
        exporter.mustRun();
        prometheus.mustRun();
    }

    @Override
    public void close() {
        prometheus.close();
        exporter.close();
    }
}
