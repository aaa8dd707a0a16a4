package dev.failover.dns;

import dev.failover.dns.plan.Found;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that is known of a name without any service: what the zone holds and what its name servers say.
 *
 * @param endpoint which the name has, where that can be said
 * @param servers what each authoritative name server answers
 * @param problems what is wrong, each as a sentence; empty is well
 * @param remarks what is worth knowing, and no problem
 */
public record Sight(
        Found found, Optional<String> endpoint, List<Server> servers, List<String> problems, List<String> remarks) {

    /**
     * One name server's answers.
     *
     * @param values of the record
     * @param fences the texts at the fence's name
     * @param silence why it gave no answer; empty when it gave one
     */
    public record Server(String name, Set<String> values, Set<String> fences, Optional<String> silence) {}
}
