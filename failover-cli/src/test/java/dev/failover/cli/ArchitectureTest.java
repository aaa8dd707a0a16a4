package dev.failover.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Maven cannot watch: one vendor, one package; nobody knows the stand-ins; no cycles through the shell. */
class ArchitectureTest {

    private static JavaClasses ours;

    @BeforeAll
    static void read() {
        ours = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption((Location location) -> !location.contains("test-classes"))
                .importPackages("dev.failover");
    }

    @Test
    void onlyTheRoute53PackagesKnowRoute53() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.failover.dns.route53..", "dev.failover.probe.route53..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon.awssdk.services.route53..")
                .check(ours);
    }

    @Test
    void onlyTheSnsPackageAndTheDemosSubscriberKnowSns() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.failover.notify.sns..", "dev.failover.cli.demo..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon.awssdk.services.sns..")
                .check(ours);
    }

    @Test
    void servicesDoNotKnowTheStandIns() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.failover.cli..", "dev.failover.awslocal..", "dev.failover.kafkalocal..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.failover.awslocal..", "dev.failover.kafkalocal..", "kafka..")
                .check(ours);
    }

    @Test
    void servicesDoNotKnowEachOther() {
        String[] services = {
            "dev.failover.probe..", "dev.failover.decision..", "dev.failover.dns..", "dev.failover.notify.."
        };
        for (String service : services) {
            classes()
                    .that()
                    .resideInAPackage(service)
                    .should()
                    .onlyDependOnClassesThat(com.tngtech.archunit.base.DescribedPredicate.or(
                            com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(service),
                            com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages(services)))
                    .check(ours);
        }
    }

    @Test
    void theCoreKnowsNothingButTheJdk() {
        classes()
                .that()
                .resideInAPackage("dev.failover.decision.core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.failover.decision.core..", "java..", "org.jspecify..")
                .check(ours);
    }

    @Test
    void theCoreHasNoClockNoThreadAndNoChance() {
        noClasses()
                .that()
                .resideInAPackage("dev.failover.decision.core..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("java.util.concurrent..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .check(ours);
    }

    @Test
    void eventsKnowNothingOfKafkaButTheCodec() {
        noClasses()
                .that()
                .resideInAPackage("dev.failover.event..")
                .and()
                .haveNameNotMatching(".*EventCodec.*")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..", "io.vertx..", "dev.failover.kafka..", "dev.failover.service..")
                .check(ours);
    }
}
