package dev.failover.awslocal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class QueryFormTest {

    @Test
    void readsListsAndMapsOfTheQueryProtocol() {
        QueryForm form = QueryForm.of(QueryForm.parse("Action=X&Tags.member.1.Key=a&Tags.member.1.Value=1+%26"
                + "&Tags.member.2.Key=b&TagKeys.member.1=k&Attributes.entry.1.key=n&Attributes.entry.1.value=v"));

        assertThat(form.members("Tags").get(0).required("Value")).isEqualTo("1 &");
        assertThat(form.members("Tags")).hasSize(2);
        assertThat(form.members("TagKeys").get(0).value()).isEqualTo("k");
        assertThat(form.entries("Attributes")).isEqualTo(Map.of("n", "v"));
    }

    @Test
    void refusesWhatIsNoForm() {
        assertThatThrownBy(() -> QueryForm.parse("a=%zz")).isInstanceOf(AwsException.class);
        assertThatThrownBy(() -> QueryForm.parse("a=1&b=2&".repeat(1).concat(numbered(6_000))))
                .hasMessageContaining("more than 5000 parameters");
        assertThatThrownBy(() -> QueryForm.of(Map.of()).required("Name")).hasMessageContaining("Name must not be null");
    }

    private static String numbered(int count) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < count; i++) {
            form.append('p').append(i).append("=1&");
        }
        return form.toString();
    }
}
