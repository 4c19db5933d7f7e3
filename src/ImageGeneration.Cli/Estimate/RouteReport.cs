using ImageGeneration.Cli.Settings;

namespace ImageGeneration.Cli.Estimate;

/// <summary>Shows the route of a request: the providers in order, with reasons and prices. Nothing is sent.</summary>
internal static class RouteReport
{
    public static int Write(
        CliSession session, ImageGenerationRequest request, string? provider, bool withRequest, bool json, CliEnvironment environment)
    {
        var route = Only(session.Routes.Plan(request), provider);
        if (json)
        {
            CliJson.Write(environment.Out, RouteDocument.From(withRequest ? request : null, route));
        }
        else
        {
            if (withRequest)
            {
                WriteRequest(RequestDocument.From(request), environment.Out);
            }

            WriteRoute(route, environment.Out);
        }

        environment.RequireOut();
        return route.Entries.Count > 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static ProviderRoute Only(ProviderRoute route, string? provider) =>
        provider is null ? route : new(
            [.. route.Entries.Where(entry => entry.Provider == provider)],
            [.. route.Excluded.Where(exclusion => exclusion.Provider == provider)]);

    private static void WriteRequest(RequestDocument request, TextWriter output)
    {
        Row("prompt", request.Prompt);
        Row("model", request.Model);
        Row("size", Words.Size(request.Width, request.Height));
        Row("count", Words.Number(request.Count));
        Row("style", request.Style);
        Row("enhance", request.QualityEnhancers.Count > 0 ? string.Join(", ", request.QualityEnhancers) : null);
        Row("negative", request.NegativePrompt);
        Row("seed", request.Seed is { } seed ? Words.Number(seed) : null);
        Row("steps", request.Steps is { } steps ? Words.Number(steps) : null);
        Row("guidance", FormattableString.Invariant($"{request.GuidanceScale}"));
        Row("lora", string.Join(", ", request.LoraWeights?.Select(w => FormattableString.Invariant($"{w.Key}={w.Value}")) ?? []));
        Row("format", request.OutputFormat);
        Row("deadline", request.Deadline is { } seconds ? Words.Time(TimeSpan.FromSeconds(seconds)) : null);
        Row("tags", string.Join(", ", request.BudgetTags?.Select(tag => $"{tag.Key}={tag.Value}") ?? []));
        output.WriteLine();

        void Row(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                output.WriteLine($"{name,-9} {value}");
            }
        }
    }

    private static void WriteRoute(ProviderRoute route, TextWriter output)
    {
        for (var i = 0; i < route.Entries.Count; i++)
        {
            var entry = route.Entries[i];
            output.WriteLine($"{i + 1}. {entry.Provider} ({entry.ModelId})");
            output.WriteLine($"   price   {Words.Cost(entry.Cost.AmountUsd)} ({entry.Cost.Basis})");
            if (entry.Cost.Source is { } source)
            {
                output.WriteLine($"   source  {source}{(entry.Cost.AsOf is { } date ? $", read {date:yyyy-MM-dd}" : "")}");
            }

            output.WriteLine($"   time    {Words.Latency(entry.ExpectedLatency)}");
            output.WriteLine($"   reason  {entry.Reason}");
            foreach (var adaptation in entry.Adaptations)
            {
                output.WriteLine($"   change  {adaptation}");
            }
        }

        foreach (var exclusion in route.Excluded)
        {
            output.WriteLine($"-  {exclusion.Provider} is left out: {exclusion.Reason}");
        }

        output.WriteLine(route.Entries.Count > 0 ? "Nothing was sent and nothing is spent." : "No configured provider can do this.");
    }
}
