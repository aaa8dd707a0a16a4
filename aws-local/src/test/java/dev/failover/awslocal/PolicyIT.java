package dev.failover.awslocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.route53.model.Route53Exception;

/** Policies enforced over the wire, with the real SDK. */
class PolicyIT {

    private static final String READ_ONLY = """
            {"Version": "2012-10-17", "Statement":
             {"Effect": "Allow", "Action": ["route53:List*", "route53:Get*"], "Resource": "*"}}
            """;

    @Test
    void everybodyMayAllUntilAPolicyIsEnforced() throws Exception {
        try (AwsLocal local = AwsLocal.start(Settings.onFreePorts());
                AwsClients aws = new AwsClients(local.endpoint())) {
            aws.route53.createHostedZone(request -> request.name("example.com").callerReference("1"));
            assertThat(aws.control("PUT", "policy", READ_ONLY).body()).isEqualTo("{\"enforcedFor\":[\"*\"]}");

            assertThat(aws.route53.listHostedZones().hostedZones()).hasSize(1);
            assertThatThrownBy(() -> aws.route53.createHostedZone(
                            request -> request.name("example.net").callerReference("2")))
                    .isInstanceOfSatisfying(Route53Exception.class, e -> {
                        assertThat(e.statusCode()).isEqualTo(403);
                        assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
                        assertThat(e.awsErrorDetails().errorMessage())
                                .endsWith("is not authorized to perform: route53:CreateHostedZone because no"
                                        + " identity-based policy allows the route53:CreateHostedZone action");
                    });

            assertThat(aws.control("DELETE", "policy", "").body()).isEqualTo("{\"enforcedFor\":[]}");
            aws.route53.createHostedZone(request -> request.name("example.net").callerReference("2"));
        }
    }

    @Test
    @DisplayName("a policy of the seed, for one access key id, binds nobody else; one's own goes before everybody's")
    void bindsOneAccessKeyId(@TempDir Path folder) throws Exception {
        Path seed = folder.resolve("seed.json");
        Files.writeString(seed, "{\"policies\": {\"other\": " + READ_ONLY + "}}");
        try (AwsLocal local = AwsLocal.start(Settings.onFreePorts().withSeed(seed));
                AwsClients aws = new AwsClients(local.endpoint())) {
            assertThat(aws.control("GET", "policy", "").body()).isEqualTo("{\"enforcedFor\":[\"other\"]}");
            aws.route53.createHostedZone(request -> request.name("example.com").callerReference("1"));

            aws.control("PUT", "policy?accessKeyId=x", READ_ONLY.replace("Allow", "Deny"));
            aws.control("PUT", "policy", READ_ONLY);
            assertThatThrownBy(() -> aws.route53.listHostedZones())
                    .hasMessageContaining("route53:ListHostedZones with an explicit deny");
        }
    }

    @Test
    void refusesADocumentThatItWouldNotEvaluate(@TempDir Path folder) throws Exception {
        String odd = READ_ONLY.replace("\"Resource\"", "\"NotResource\"");
        try (AwsLocal local = AwsLocal.start(Settings.onFreePorts());
                AwsClients aws = new AwsClients(local.endpoint())) {
            HttpResponse<String> answer = aws.control("PUT", "policy", odd);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("has the element 'NotResource', which is not evaluated here");
            assertThat(aws.control(
                                    "PUT",
                                    "policy",
                                    READ_ONLY.replace("\"Action\":", "\"Effect\": \"Deny\", \"Action\":"))
                            .body())
                    .contains("Duplicate field 'Effect'");
            assertThat(aws.control("GET", "policy", "").body()).isEqualTo("{\"enforcedFor\":[]}");
        }
        Path seed = folder.resolve("seed.json");
        Files.writeString(seed, "{\"policies\": {\"*\": " + odd + "}}");
        assertThatThrownBy(() -> AwsLocal.start(Settings.onFreePorts().withSeed(seed)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("policies.*: Statement[0] has the element 'NotResource'");
    }
}
