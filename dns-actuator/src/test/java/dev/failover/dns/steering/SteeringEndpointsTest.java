package dev.failover.dns.steering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SteeringEndpointsTest {

    private static final String A = "https://a.example.net";
    private static final String B = "https://b.example.net";
    private static final String C = "http://192.0.2.3:8090/";

    @Test
    void needsMoreThanHalfByDefault() {
        assertThat(SteeringEndpoints.majority(3)).isEqualTo(2);
        assertThat(SteeringEndpoints.majority(4)).isEqualTo(3);
        assertThat(SteeringEndpoints.majority(5)).isEqualTo(3);
    }

    @Test
    void neverLetsOneAloneMoveANameNorOneAloneHoldIt() {
        assertThat(new SteeringEndpoints(urls(A, B, C), 2, 1).needed()).isEqualTo(2);
        assertThatThrownBy(() -> new SteeringEndpoints(urls(A, B, C), 1, 1))
                .hasMessage("needed must be 2..2, fewer than there are urls, was '1'");
        assertThatThrownBy(() -> new SteeringEndpoints(urls(A, B, C), 3, 1))
                .hasMessageContaining("needed must be 2..2");
        assertThatThrownBy(() -> new SteeringEndpoints(urls(A, B), 2, 1)).hasMessageStartingWith("urls must be 3..15");
    }

    @Test
    void wantsUrlsOfHostsAlone() {
        for (String wrong : List.of(
                "ftp://c.example.net",
                "https://c.example.net/path",
                "https://c.example.net?x=1",
                "https://user:hunter2@c.example.net",
                "c.example.net",
                A)) {
            assertThatThrownBy(() -> new SteeringEndpoints(urls(A, B, wrong), 2, 1))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("urls must be")
                    .hasMessageNotContaining("hunter2");
        }
    }

    @Test
    void knowsThePortsOfItsSchemes() {
        assertThat(urls(A, C, "http://d.example.net").stream().map(SteeringEndpoints::port))
                .containsExactly(443, 8090, 80);
    }

    private static List<URI> urls(String... urls) {
        return Arrays.stream(urls).map(URI::create).toList();
    }
}
