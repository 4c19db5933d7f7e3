using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using ImageGeneration.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace ImageGeneration.Configuration;

/// <summary>Provides the current options. When a reload of the configuration is invalid the last valid ones stay: the framework's own
/// monitor would throw at whoever reloads, and then at every request.</summary>
internal sealed class ReloadableOptions<
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>
    : IOptionsMonitor<TOptions>, IOptions<TOptions>, IDisposable
    where TOptions : class
{
    private readonly IOptionsFactory<TOptions> _factory;
    private readonly SettingsTypes _types;
    private readonly GuardedLogger _logger;
    private readonly ConcurrentDictionary<string, TOptions> _current = new(StringComparer.Ordinal);
    private readonly List<IDisposable> _registrations = [];
    private readonly Lock _gate = new();
    private event Action<TOptions, string?>? Changed;

    public ReloadableOptions(
        IOptionsFactory<TOptions> factory,
        IEnumerable<IOptionsChangeTokenSource<TOptions>> sources,
        SettingsTypes types,
        ILogger<ReloadableOptions<TOptions>> logger)
    {
        (_factory, _types, _logger) = (factory, types, GuardedLogger.Around(logger));
        foreach (var source in sources)
        {
            var name = source.Name ?? Options.DefaultName;
            _registrations.Add(ChangeToken.OnChange(source.GetChangeToken, () => Reload(name)));
        }
    }

    public TOptions CurrentValue => Get(Options.DefaultName);

    public TOptions Value => CurrentValue;

    public TOptions Get(string? name)
    {
        name ??= Options.DefaultName;
        if (_current.TryGetValue(name, out var options))
        {
            return options;
        }

        lock (_gate)
        {
            return _current.GetOrAdd(name, _factory.Create);
        }
    }

    public IDisposable OnChange(Action<TOptions, string?> listener)
    {
        Changed += listener;
        return new Subscription(() => Changed -= listener);
    }

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private void Reload(string name)
    {
        // Nothing is in use yet, so nothing has changed.
        if (!_current.TryGetValue(name, out var current))
        {
            return;
        }

        try
        {
            lock (_gate)
            {
                var fresh = _factory.Create(name);
                var path = name.Length == 0 ? SettingsReader.Section : $"{SettingsReader.Section}:{SettingsSources.Providers}:{name}";
                foreach (var setting in _types.KeepFixed(current, fresh, path))
                {
                    SettingsLog.NeedsRestart(_logger, setting);
                }

                _current[name] = fresh;
            }

            Changed?.Invoke(_current[name], name);
        }
        catch (OptionsValidationException invalid)
        {
            SettingsLog.InvalidReload(_logger, string.Join(" ", invalid.Failures));
        }
#pragma warning disable CA1031 // whatever it is, the code that reloads the configuration must not see it, and requests go on as before
        catch (Exception exception)
#pragma warning restore CA1031
        {
            SettingsLog.FailedReload(_logger, exception);
        }
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
