using System.Text.Json;

namespace ImageGeneration.Telemetry;

/// <summary>Provides the names of tags and their fixed values: OpenTelemetry's where it has one
/// (https://github.com/open-telemetry/semantic-conventions-genai), otherwise ours under <c>imagegen</c>. Never a prompt, an id or a
/// URL.</summary>
internal static class TelemetryTags
{
    public const string Operation = "gen_ai.operation.name";
    public const string Provider = "gen_ai.provider.name";
    public const string Model = "gen_ai.request.model";
    public const string OutputType = "gen_ai.output.type";
    public const string ErrorType = "error.type";
    public const string Queue = "imagegen.queue";
    public const string Outcome = "imagegen.outcome";

    public const string GenerateContent = "generate_content";
    public const string Image = "image";
    public const string Canceled = "canceled";

    private static readonly string[] FailureKinds = Words<FailureKind>();
    private static readonly string[] CancellationOutcomes = Words<CancellationOutcome>();

    /// <summary>Gets the snake-case name of a failure kind, without allocating.</summary>
    public static string For(FailureKind kind) => FailureKinds[(int)kind];

    /// <summary>Gets the snake-case name of a cancellation's outcome, without allocating.</summary>
    public static string For(CancellationOutcome outcome) => CancellationOutcomes[(int)outcome];

    private static string[] Words<TEnum>()
        where TEnum : struct, Enum => [.. Enum.GetNames<TEnum>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];
}
