using System.CommandLine;
using ImageGeneration.Cli.Help;
using ImageGeneration.Cli.Options;
using ImageGeneration.Cli.Settings;

namespace ImageGeneration.Cli.Providers;

/// <summary>Implements <c>imagegen providers [--test]</c>: models, prices, limits, health.</summary>
internal sealed class ProvidersCommand(CliEnvironment environment, GlobalOptions global)
{
    private readonly Option<bool> _test = new("--test")
    {
        Description = "Ask each provider whether it answers and accepts the key: free of charge, never a generation. "
            + "Exit code 1 when one does not.",
    };

    private readonly Option<string?> _model = new("--model")
    {
        HelpName = "name",
        Description = "Show this model only: its id and price where a provider can run it. Exit code 1 when none can. Default: those in "
            + "the settings Models.",
    };

    public CliCommand Create()
    {
        var command = new Command("providers", "List the configured providers: models, prices, limits, health.");
        command.Add(_test);
        command.Add(_model);
        command.SetAction(RunAsync);
        return new(command, new(
            ["imagegen providers [--test] [--model <name>] [options]"],
            command.Description!,
            [new("What to do", [_test, _model]), global.Section],
            [],
            ["imagegen providers", "imagegen providers --model flux1", "imagegen providers --test --json"]));
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = await CliSettings.LoadAsync(environment, global.Config(parsed), strategy: null);
        await using var session = await CliSession.OpenAsync(environment, settings);
        var route = parsed.GetValue(_model) is { } name ? session.Routes.Plan(Sample(name)) : null;
        var providers = new List<ProviderDocument>();
        foreach (var status in session.Monitor.GetStatus())
        {
            var health = parsed.GetValue(_test) ? await CheckAsync(session, status.Provider, cancellationToken) : null;
            var models = route is null
                ? status.Models.Select(model => Model(session, status.Provider, model.Key, model.Value))
                : route.Entries.Where(entry => entry.Provider == status.Provider).Select(entry => Model(parsed.GetValue(_model)!, entry));
            providers.Add(ProviderDocument.From(status, models, health));
        }

        if (global.IsJson(parsed))
        {
            CliJson.Write(environment.Out, new ProvidersDocument(providers, session.IsSimulated));
        }
        else
        {
            ProvidersText.Write(providers, environment.Out);
        }

        foreach (var exclusion in route?.Excluded ?? [])
        {
            environment.Error.WriteLine($"{exclusion.Provider} cannot run it: {exclusion.Reason}");
        }

        environment.RequireOut();
        var isRunBySome = route is not { Entries: [] };
        return isRunBySome && providers.TrueForAll(provider => provider.Health is not { IsHealthy: false })
            ? ExitCode.Done
            : ExitCode.Failed;
    }

    private static ImageGenerationRequest Sample(string model) => string.IsNullOrWhiteSpace(model)
        ? throw CliException.Usage("--model takes a name such as flux1 or sdxl, not a blank.")
        : new() { Prompt = "a picture", Model = model };

    private static async Task<HealthDocument> CheckAsync(CliSession session, string provider, CancellationToken cancellationToken)
    {
        var health = await session.Monitor.CheckHealthAsync(provider, cancellationToken);
        return new(health.IsHealthy, health.Description, health.Failure is { } failure ? Words.For(failure) : null);
    }

    private static ModelDocument Model(string model, RouteEntry entry) =>
        new(model, entry.ModelId, entry.Cost.AmountUsd, entry.Cost.Basis, entry.Cost.Source, entry.Cost.AsOf);

    private static ModelDocument Model(CliSession session, string provider, string model, string modelId)
    {
        var estimates = session.Routes.EstimateCost(Sample(model));
        return estimates.FirstOrDefault(estimate => estimate.Provider == provider) is { } cost
            ? new(model, modelId, cost.AmountUsd, cost.Basis, cost.Source, cost.AsOf)
            : new(model, modelId, null, "no price is known", null, null);
    }
}
