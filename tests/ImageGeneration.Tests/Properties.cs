using FsCheck;
using Xunit.Abstractions;

namespace ImageGeneration.Tests;

/// <summary>Runs a property and prints the seed; pass it as <c>replay</c> to see a failure again.</summary>
internal static class Properties
{
    public static void Check(this Property property, ITestOutputHelper output, int tests = 200, (ulong Seed, ulong Gamma)? replay = null)
    {
        // The second number must be odd.
        var (seed, gamma) = replay ?? ((ulong)Random.Shared.NextInt64(), (ulong)Random.Shared.NextInt64() | 1);
        output.WriteLine($"replay: ({seed}UL, {gamma}UL)");
        property.Check(Config.QuickThrowOnFailure.WithReplay(seed, gamma).WithMaxTest(tests).WithQuietOnSuccess(true));
    }
}
