/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.dynamostream;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbIndex;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.dynamostream.dashboard.WebFluxDashboard;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The layout of the main code: a closed engine in the root package, technologies around
 * it.
 */
class ArchitectureTests {

	private static final String ROOT = "io.dynamostream";

	private static final String BUDGET = "io.dynamostream.budget";

	private static final String AUTOCONFIGURE = "io.dynamostream.autoconfigure..";

	private static final String CHECKPOINT = "io.dynamostream.checkpoint";

	private static final String DECODER = "io.dynamostream.decoder";

	private static final String TESTCONTAINERS = "io.dynamostream.testcontainers..";

	private static final Set<String> SCANS = Set.of("scan", "scanPaginator");

	private static final JavaClasses classes = new ClassFileImporter()
		.importUrl(DynamoStreamTemplate.class.getProtectionDomain().getCodeSource().getLocation());

	@Test
	void packagesAreFreeOfCycles() {
		check(SlicesRuleDefinition.slices()
			.matching("(**)")
			.should()
			.beFreeOfCycles()
			.because("a package in a cycle can be understood, tested and moved only together with the others"));
	}

	@Test
	void rootHasFewPublicTypes() {
		assertThat(classes).filteredOn((type) -> type.getPackageName().equals(ROOT) && type.isTopLevelClass())
			.filteredOn((type) -> type.getModifiers().contains(JavaModifier.PUBLIC))
			.extracting(JavaClass::getSimpleName)
			.as("public types, which are those of the contract, since all others could be used and not be changed")
			.containsExactlyInAnyOrder("DynamoStreamException", "DynamoStreamOperations", "DynamoStreamTemplate",
					"ItemTypeResolver", "ScanDetails", "ScanEstimate", "ScanEvent", "ScanEventMappings",
					"ScanExecution", "ScanExecutions", "ScanListener", "ScanProgress", "ScanSettings");
	}

	@Test
	void rootDependsOnFewLibraries() {
		check(ArchRuleDefinition.classes()
			.that()
			.resideInAPackage(ROOT)
			.and(areNot(ScanPublisher.class))
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(ROOT, BUDGET, CHECKPOINT, DECODER, "java..", "org.springframework.core..",
					"org.springframework.beans..", "org.springframework.context..", "org.springframework.util..",
					"org.springframework.aot.hint..", "software.amazon.awssdk..", "org.reactivestreams..",
					"org.jspecify.annotations..", "org.apache.commons.logging..")
			.because("the engine runs without Boot, Micrometer, Actuator and Batch, which come in from outside"));
	}

	@Test
	void fewClassesDependOnReactor() {
		check(ArchRuleDefinition.noClasses()
			.that(areNot(ScanPublisher.class).and(areNot(WebFluxDashboard.class)))
			.should()
			.dependOnClassesThat()
			.resideInAPackage("reactor..")
			.because("Reactor is an optional dependency: what else touches it fails where it is absent"));
	}

	@Test
	void satellitesUseNothingButThePublicApi() {
		check(ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackage(ROOT)
			.should()
			.dependOnClassesThat(JavaClass.Predicates.resideInAPackage(ROOT)
				.and(DescribedPredicate.describe("are not public",
						(type) -> !type.getModifiers().contains(JavaModifier.PUBLIC))))
			.because("what a satellite can do, a user must be able to do as well"));
	}

	@Test
	void onlyWiringDependsOnSatellites() {
		check(SlicesRuleDefinition.slices()
			.matching("io.dynamostream.(*)..")
			.should()
			.notDependOnEachOther()
			.ignoreDependency(JavaClass.Predicates.resideInAnyPackage(AUTOCONFIGURE, TESTCONTAINERS),
					DescribedPredicate.alwaysTrue())
			.ignoreDependency(DescribedPredicate.alwaysTrue(), JavaClass.Predicates.resideInAPackage(CHECKPOINT))
			.because("technologies are chosen one by one, while checkpoints are values of the API"));
		check(ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(ROOT)
			.should()
			.dependOnClassesThat(JavaClass.Predicates.resideInAPackage("io.dynamostream.*..")
				.and(JavaClass.Predicates.resideOutsideOfPackages(BUDGET, CHECKPOINT, DECODER)))
			.because("dependencies point inward, except to what the engine calls"));
		check(ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(BUDGET)
			.should()
			.dependOnClassesThat()
			.resideInAPackage(ROOT)
			.because("the engine calls them, and packages have no cycles"));
	}

	@Test
	void decoderKnowsTheSdkAndNothingOfOurs() {
		check(ArchRuleDefinition.classes()
			.that()
			.resideInAPackage(DECODER)
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(DECODER, "java..", "software.amazon.awssdk..", "org.springframework.core..",
					"org.springframework.util..", "org.jspecify.annotations..", "org.apache.commons.logging..")
			.because("what items are decoded from and into has nothing to do with scans"));
	}

	@Test
	void storesOfCheckpointsDependOnNothingOfOurs() {
		check(ArchRuleDefinition.classes()
			.that()
			.resideInAPackage(CHECKPOINT)
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(CHECKPOINT, "java..", "org.springframework.util..", "org.springframework.scheduling..",
					"software.amazon.awssdk..", "org.jspecify.annotations..", "org.apache.commons.logging..")
			.because("stores are written by others as well, and know nothing of scans but their checkpoints"));
		check(ArchRuleDefinition.classes()
			.that()
			.resideInAPackage(CHECKPOINT + ".jdbc")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(CHECKPOINT, CHECKPOINT + ".jdbc", "java..", "javax.sql..", "org.springframework.util..",
					"org.springframework.dao..", "org.springframework.jdbc..", "org.springframework.transaction..",
					"org.jspecify.annotations..")
			.because("it is used without Boot as well, and nothing else depends on Spring JDBC"));
		check(ArchRuleDefinition.classes()
			.that()
			.resideInAPackage(CHECKPOINT + ".dynamodb")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(CHECKPOINT, CHECKPOINT + ".dynamodb", "java..", "org.springframework.util..",
					"org.springframework.core.retry..", "software.amazon.awssdk..", "org.jspecify.annotations..",
					"org.apache.commons.logging..")
			.because("its requests are no scans, and pass by what observes and limits those"));
	}

	@Test
	void onlyThePageReaderScans() {
		check(ArchRuleDefinition.noClasses()
			.that(areNot(PageReader.class))
			.and()
			.resideOutsideOfPackage(CHECKPOINT + ".dynamodb")
			.should()
			.accessTargetWhere(DescribedPredicate.describe("scans a table", ArchitectureTests::isScan))
			.because("each request must be bounded, counted and explained in the same way"));
		assertThat(classes.get(PageReader.class).getAccessesFromSelf()).filteredOn(ArchitectureTests::isScan)
			.hasSize(1);
	}

	@Test
	void autoConfigurationsCannotBeUsedByApplications() {
		check(ArchRuleDefinition.classes()
			.that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.because("they are found by name, and nobody may extend them"));
		check(ArchRuleDefinition.noMethods()
			.that()
			.areDeclaredInClassesThat()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.because("their methods are called by the container alone"));
	}

	@Test
	void propertiesStayInAutoconfigure() {
		check(ArchRuleDefinition.classes()
			.that()
			.haveSimpleNameEndingWith("Properties")
			.should()
			.resideInAPackage(AUTOCONFIGURE)
			.andShould()
			.onlyHaveDependentClassesThat()
			.resideInAPackage(AUTOCONFIGURE)
			.because("the engine takes ScanSettings, whose values are checked in one place"));
	}

	@Test
	void classConditionsAreOnClasses() {
		check(ArchRuleDefinition.noMethods()
			.should()
			.beAnnotatedWith(ConditionalOnClass.class)
			.because("the class of a method is loaded with its return types before the condition is evaluated"));
	}

	@Test
	void timeAndThreadsAreInjected() {
		check(ArchRuleDefinition.noClasses()
			.should()
			.accessTargetWhere(
					DescribedPredicate.describe("tells the time or starts threads", ArchitectureTests::isTimeOrThread))
			.orShould()
			.dependOnClassesThat()
			.areAssignableTo(Executors.class)
			.because("a Clock and an AsyncTaskExecutor are given, so that tests and applications can set them"));
	}

	@Test
	void noMonitorsAreHeld() throws IOException {
		List<String> holders = new ArrayList<>();
		for (JavaClass type : classes) {
			try (InputStream bytes = type.getSource().orElseThrow().getUri().toURL().openStream()) {
				new ClassReader(bytes).accept(new MonitorFinder(type.getName(), holders), ClassReader.SKIP_DEBUG);
			}
		}
		assertThat(holders)
			.as("methods that hold monitors, in which a virtual thread that waits holds its carrier before Java 24")
			.isEmpty();
	}

	@Test
	void packagesAreNullMarked() {
		List<String> packages = classes.stream().map(JavaClass::getPackageName).distinct().toList();
		assertThat(packages).contains(ROOT)
			.as("packages annotated with @NullMarked, so that NullAway checks them")
			.allMatch((name) -> classes.getPackage(name).isAnnotatedWith(NullMarked.class));
	}

	private static void check(ArchRule rule) {
		rule.check(classes);
	}

	private static DescribedPredicate<JavaClass> areNot(Class<?> type) {
		return DescribedPredicate.describe("are not " + type.getSimpleName(),
				(candidate) -> !candidate.getName().equals(type.getName())
						&& !candidate.getName().startsWith(type.getName() + "$"));
	}

	private static boolean isScan(JavaAccess<?> access) {
		JavaClass owner = access.getTargetOwner();
		return SCANS.contains(access.getTarget().getName())
				&& (owner.isAssignableTo(DynamoDbClient.class) || owner.isAssignableTo(DynamoDbAsyncClient.class)
						|| owner.isAssignableTo(DynamoDbTable.class) || owner.isAssignableTo(DynamoDbIndex.class));
	}

	private static boolean isTimeOrThread(JavaAccess<?> access) {
		JavaClass owner = access.getTargetOwner();
		String name = access.getTarget().getName();
		return (owner.isEquivalentTo(Instant.class) && name.equals("now"))
				|| (owner.isEquivalentTo(System.class) && name.equals("currentTimeMillis"))
				|| (owner.isAssignableTo(Thread.class) && (name.equals("sleep") || name.equals("<init>")));
	}

	/**
	 * Finds methods that are synchronized or have synchronized blocks.
	 */
	private static final class MonitorFinder extends ClassVisitor {

		private final String type;

		private final List<String> holders;

		MonitorFinder(String type, List<String> holders) {
			super(SpringAsmInfo.ASM_VERSION);
			this.type = type;
			this.holders = holders;
		}

		@Override
		public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
				String[] exceptions) {
			if ((access & Opcodes.ACC_SYNCHRONIZED) != 0) {
				this.holders.add(this.type + "." + name);
			}
			return new MethodVisitor(SpringAsmInfo.ASM_VERSION) {

				@Override
				public void visitInsn(int opcode) {
					if (opcode == Opcodes.MONITORENTER) {
						MonitorFinder.this.holders.add(MonitorFinder.this.type + "." + name);
					}
				}

			};
		}

	}

}
