package dev.failover.dns;

import dev.failover.dns.rfc2136.Rfc2136Settings;
import dev.failover.service.AwsSettings;
import dev.failover.service.SettingsReader;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The part of the dns-actuator's settings that is needed to change a name without any service.
 *
 * @param owner the deployment whose fences are ours
 * @param nameServers to ask instead of the zone's own; empty list: ask nobody
 */
public record ByHandSettings(
        String owner,
        Optional<List<InetSocketAddress>> nameServers,
        AwsSettings aws,
        Optional<Rfc2136Settings> rfc2136) {

    /**
     * Reads them all.
     *
     * @throws SettingsReader.BadSettingsException naming every problem
     */
    public static ByHandSettings fromEnv(Map<String, String> env) {
        SettingsReader reader = new SettingsReader(env);
        ByHandSettings settings = new ByHandSettings(
                reader.name("OWNER", Settings.OWNER),
                Settings.nameServers(reader),
                AwsSettings.read(reader, "ROUTE_53"),
                Rfc2136Settings.read(reader));
        reader.refuseIfWrong();
        return settings;
    }
}
