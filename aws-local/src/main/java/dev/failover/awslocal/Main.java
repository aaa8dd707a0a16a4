package dev.failover.awslocal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs aws-local as a process of its own: exit code 2 for settings or a seed that cannot be used, 1 for the rest. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "logback-aws-local.xml");
        }
        Logger log = LoggerFactory.getLogger(Main.class);
        try {
            Settings settings = Settings.fromEnv(System.getenv());
            AwsLocal running = AwsLocal.start(settings);
            Runtime.getRuntime().addShutdownHook(new Thread(running::close, "shutdown"));
            log.info(
                    "aws-local ready http={} dns={}:{} insync-delay={}ms",
                    running.endpoint(),
                    running.dnsAddress().getHostString(),
                    running.dnsAddress().getPort(),
                    settings.insyncDelay().toMillis());
        } catch (SettingsException e) {
            log.error("aws-local did not start:\n  {}", e.getMessage());
            System.exit(2);
        } catch (IllegalStateException e) {
            log.error("{}", e.getMessage());
            System.exit(1);
        }
    }
}
