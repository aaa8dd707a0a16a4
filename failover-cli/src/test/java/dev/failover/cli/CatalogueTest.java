package dev.failover.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failover.event.ServiceSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CatalogueTest {

    private final ServiceSpec search = Specs.service("search", "es.example.com");
    private final ServiceSpec shop = Specs.service("shop", "shop.example.com");

    @Test
    void writesWhatIsNewOrChangedAndLeavesTheRest() {
        ServiceSpec changed = search.adopting();

        Catalogue catalogue = Catalogue.of(Map.of("search", search, "shop", shop), List.of(changed, shop), false);

        assertThat(catalogue.write()).containsExactly(changed);
        assertThat(catalogue.lines()).containsExactly("search changed", "shop unchanged");
    }

    @Test
    void removesOnlyWhenAskedTo() {
        Map<String, ServiceSpec> there = Map.of("search", search, "shop", shop);

        assertThat(Catalogue.of(there, List.of(search), false).remove()).isEmpty();
        assertThat(Catalogue.of(there, List.of(search), true).remove()).containsExactly("shop");
    }

    @Test
    @DisplayName("scenario 32: a record that another service has already is refused")
    void refusesARecordOfTwoServices() {
        ServiceSpec rival = Specs.service("rival", "es.example.com");

        assertThatThrownBy(() -> Catalogue.of(Map.of("search", search), List.of(rival), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("es.example.com in zone Z1 would belong to two services, rival and search");
    }

    @Test
    @DisplayName("scenario 32: a renamed service may keep its record when the old name is pruned")
    void allowsARenameWithPrune() {
        ServiceSpec renamed = Specs.service("search2", "es.example.com");

        Catalogue catalogue = Catalogue.of(Map.of("search", search), List.of(renamed), true);

        assertThat(catalogue.write()).containsExactly(renamed);
        assertThat(catalogue.remove()).containsExactly("search");
    }
}
