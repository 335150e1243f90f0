package dev.souk.deploy;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The house rules, for all modules at once; they are told in ARCHITECTURE.md. */
class ArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new WithoutTests()).importPackages("dev.souk");

    /** Leaves out tests, also those that come as a jar of another module. */
    static final class WithoutTests implements ImportOption {
        private final ImportOption classes = new DoNotIncludeTests();

        @Override
        public boolean includes(com.tngtech.archunit.core.importer.Location location) {
            return classes.includes(location) && !location.contains("-tests.jar");
        }
    }

    @Test
    void modulesDependOneWay() {
        ArchRule rule = layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("protocol")
                .definedBy("dev.souk.protocol..")
                .layer("storage")
                .definedBy("dev.souk.storage..")
                .layer("relay")
                .definedBy("dev.souk.relay..")
                .layer("marketplace")
                .definedBy("dev.souk.marketplace..")
                .layer("deploy")
                .definedBy("dev.souk.deploy..")
                .whereLayer("storage")
                .mayOnlyBeAccessedByLayers("relay", "marketplace", "deploy")
                .whereLayer("relay")
                .mayOnlyBeAccessedByLayers("marketplace", "deploy")
                .whereLayer("marketplace")
                .mayOnlyBeAccessedByLayers("deploy")
                .whereLayer("deploy")
                .mayNotBeAccessedByAnyLayer();
        rule.check(CLASSES);
    }

    @Test
    void noPackagesDependOnEachOther() {
        ArchRule rule = slices().matching("dev.souk.(**)").should().beFreeOfCycles();
        rule.check(CLASSES);
    }

    @Test
    void onlyTheTransportKnowsNetty() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackage("dev.souk.relay.transport..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..");
        rule.check(CLASSES);
    }

    @Test
    void onlyOnePackageKnowsRocksDb() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackage("dev.souk.storage.rocksdb..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.rocksdb..");
        rule.check(CLASSES);
    }

    @Test
    void onlyOnePackageKnowsLucene() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackage("dev.souk.relay.search..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.lucene..");
        rule.check(CLASSES);
    }

    @Test
    void jacksonStaysWhereJsonIsReadOrDocumentsAreWritten() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.souk.protocol.json..",
                        "dev.souk.relay.info..",
                        "dev.souk.marketplace..",
                        "dev.souk.deploy..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml.jackson..");
        rule.check(CLASSES);
    }

    @Test
    void cryptographyStaysInOnePackage() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackage("dev.souk.protocol.crypto..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.bouncycastle..", "fr.acinq..");
        rule.check(CLASSES);
    }

    @Test
    void timeComesFromAClockAndNobodySleeps() {
        ArchRule rule = noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.Clock.class, "systemUTC")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", java.time.Duration.class);
        rule.check(CLASSES);
    }

    @Test
    void nobodyPrintsPastTheCommandLineOrTheLog() {
        ArchRule rule =
                noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");
        rule.check(CLASSES);
    }

    @Test
    void theRulesSeeEveryModule() {
        for (String module : new String[] {"protocol", "storage", "relay", "marketplace", "deploy"}) {
            assertTrue(
                    CLASSES.that(resideInAnyPackage("dev.souk." + module + ".."))
                                    .size()
                            > 1,
                    module);
        }
        assertTrue(CLASSES.that(resideInAnyPackage("dev.souk..")).size() > 50);
        assertTrue(CLASSES.stream().noneMatch(type -> type.getName().endsWith("Test")), "tests are among the classes");
    }
}
