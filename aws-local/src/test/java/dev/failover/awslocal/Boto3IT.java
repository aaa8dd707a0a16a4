package dev.failover.awslocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The same endpoint driven by boto3, where python3 has it. */
class Boto3IT {

    @Test
    void isWhatBoto3Expects() throws Exception {
        assumeThat(boto3IsThere()).as("python3 with boto3").isTrue();
        try (AwsLocal local = AwsLocal.start(Settings.onFreePorts())) {
            Process check = new ProcessBuilder(
                            "python3",
                            "src/test/python/check_boto3.py",
                            local.endpoint().toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(check.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(output).contains("boto3 saw what it expects");
        }
    }

    private static boolean boto3IsThere() throws InterruptedException {
        try {
            Process probe = new ProcessBuilder("python3", "-c", "import boto3")
                    .redirectErrorStream(true)
                    .start();
            return probe.waitFor(60, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
