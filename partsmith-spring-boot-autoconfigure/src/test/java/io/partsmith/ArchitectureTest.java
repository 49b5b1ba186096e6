package io.partsmith;

import java.util.List;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.partsmith.hook.PartitionLifecycleHooks;
import org.jspecify.annotations.NullMarked;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** The house: which package may know which. */
@AnalyzeClasses(packages = "io.partsmith", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

	/** From the ground up; a package imports only what stands before it. */
	private static final List<String> PACKAGES = List.of("topology", "scheme", "lifecycle", "table", "plan", "hook",
			"postgres", "execution", "maintenance", "mpp", "event", "command", "kafka", "archive", "autoconfigure");

	private static final String[] PURE = PACKAGES.subList(0, 6)
		.stream()
		.map((name) -> "io.partsmith." + name + "..")
		.toArray(String[]::new);

	@ArchTest
	static final ArchRule packages_import_only_what_stands_below_them = order();

	@ArchTest
	static final ArchRule packages_have_no_cycles = SlicesRuleDefinition.slices()
		.matching("io.partsmith.(*)..")
		.should()
		.beFreeOfCycles();

	@ArchTest
	static final ArchRule concerns_of_spring_have_no_cycles = SlicesRuleDefinition.slices()
		.matching("io.partsmith.autoconfigure.(*)..")
		.should()
		.beFreeOfCycles();

	@ArchTest
	static final ArchRule the_core_is_pure = classes().that()
		.resideInAnyPackage(PURE)
		.should()
		.onlyDependOnClassesThat(DescribedPredicate.or(JavaClass.Predicates.resideInAnyPackage(PURE),
				JavaClass.Predicates.resideInAnyPackage("java.lang..", "java.util..", "java.time..", "java.math..",
						"java.nio.charset..", "java.security..", "org.jspecify..")));

	@ArchTest
	static final ArchRule only_postgres_speaks_sql = noClasses().that()
		.resideOutsideOfPackages("io.partsmith.postgres..", "io.partsmith.archive..", "io.partsmith.mpp.citus..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("java.sql..");

	@ArchTest
	static final ArchRule only_autoconfigure_knows_spring_boot = noClasses().that()
		.resideOutsideOfPackage("io.partsmith.autoconfigure..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.boot..", "org.springframework.context..",
				"org.springframework.beans..", "io.micrometer..", "net.javacrumbs..");

	@ArchTest
	static final ArchRule auto_configurations_are_public_and_final = classes().that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.bePublic()
		.andShould()
		.haveModifier(JavaModifier.FINAL);

	@ArchTest
	static final ArchRule bean_methods_are_no_api = methods().that()
		.areAnnotatedWith(Bean.class)
		.should()
		.notBePublic();

	@ArchTest
	static final ArchRule hooks_are_the_only_contract_of_their_package = classes().that()
		.resideInAPackage("io.partsmith.hook..")
		.and()
		.areInterfaces()
		.and()
		.doNotHaveSimpleName("package-info")
		.should()
		.be(PartitionLifecycleHooks.class);

	@ArchTest
	static final ArchRule every_package_is_null_marked = classes().that()
		.haveSimpleName("package-info")
		.should()
		.beAnnotatedWith(NullMarked.class);

	private static ArchRule order() {
		Architectures.LayeredArchitecture layers = Architectures.layeredArchitecture()
			.consideringOnlyDependenciesInLayers();
		for (String name : PACKAGES) {
			layers = layers.layer(name).definedBy("io.partsmith." + name + "..");
		}
		for (int i = 0; i < PACKAGES.size(); i++) {
			String[] above = PACKAGES.subList(i + 1, PACKAGES.size()).toArray(String[]::new);
			layers = (above.length == 0) ? layers.whereLayer(PACKAGES.get(i)).mayNotBeAccessedByAnyLayer()
					: layers.whereLayer(PACKAGES.get(i)).mayOnlyBeAccessedByLayers(above);
		}
		return layers;
	}

}
