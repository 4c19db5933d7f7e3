namespace ImageGeneration.Cli.Providers;

/// <summary>The providers for a person.</summary>
internal static class ProvidersText
{
    public static void Write(IReadOnlyList<ProviderDocument> providers, TextWriter output)
    {
        foreach (var provider in providers)
        {
            output.WriteLine(provider.Provider);
            output.WriteLine($"  limits  {provider.RequestsPerMinute} requests per minute, {provider.Concurrent} at once");
            output.WriteLine($"  health  {Health(provider.Health)}");
            foreach (var model in provider.Models)
            {
                output.WriteLine($"  {model.Model,-7} {model.ModelId}");
                output.WriteLine($"          {Words.Cost(model.CostUsd)} for 1024x1024 ({model.Basis}){Source(model)}");
            }
        }
    }

    private static string Health(HealthDocument? health) => health switch
    {
        null => "not asked; --test does, free of charge",
        { IsHealthy: true } => $"ok: {health.Description}",
        _ => $"{health.Failure ?? "not ok"}: {health.Description}",
    };

    private static string Source(ModelDocument model) =>
        model.Source is { } source ? $", {source}{(model.AsOf is { } date ? $", read {date:yyyy-MM-dd}" : "")}" : "";
}
