using System.Reflection;
using ImageGeneration.Providers;

namespace ImageGeneration.Tests.Failures;

/// <summary>What follows from a failure is decided at the border, where providers make it, and in the failure table. Everybody else reads
/// the facts that stand there, so that two of them cannot come to different conclusions.</summary>
public sealed class FailureFactsTests
{
    private static readonly Assembly _library = typeof(ProviderFailure).Assembly;

    [Fact]
    public void RawFailure_OutsideOfBorderAndTable_IsOnlyReported()
    {
        string[] tellers =
        [
            "ImageGeneration.Failover.Attempt", // the record of an attempt
            "ImageGeneration.Failover.ProviderFailover", // the log
            "ImageGeneration.Generation.GenerationFailure", // the exception at the face: its type and first words
        ];

        var readers = CallsIn.Callers(
            _library,
            Getter(nameof(ProviderFailure.Kind)),
            Getter(nameof(ProviderFailure.StatusCode)),
            Getter(nameof(ProviderFailure.Timeout)),
            Getter(nameof(ProviderFailure.Origin)),
            Getter("IsLocal"));

        Assert.Equal(tellers, readers.Select(type => type.FullName!).Where(name => !IsBorder(name)).Order(StringComparer.Ordinal));
    }

    /// <summary>The kind in a record is for people and metrics.</summary>
    [Fact]
    public void KindOfAnAttempt_IsOnlyReported()
    {
        string[] tellers =
        [
            "ImageGeneration.Generation.GenerationFailure", // the exception at the face
            "ImageGeneration.GenerationAttempt", // its own equality and text
            "ImageGeneration.Json", // written
            "ImageGeneration.Telemetry", // tags
        ];

        var readers = CallsIn.Callers(_library, typeof(GenerationAttempt).GetProperty(nameof(GenerationAttempt.Failure))!.GetMethod!);

        Assert.All(readers, reader => Assert.Contains(tellers, teller => reader.FullName!.StartsWith(teller, StringComparison.Ordinal)));
    }

    private static bool IsBorder(string type) =>
        type.StartsWith("ImageGeneration.Providers.", StringComparison.Ordinal)
        || type.StartsWith("ImageGeneration.Failures.", StringComparison.Ordinal);

    private static MethodInfo Getter(string property) =>
        typeof(ProviderFailure).GetProperty(property, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)!.GetMethod!;
}
