using System.Text.Json;
using ImageGeneration.Simulator.Catalog;
using ImageGeneration.Simulator.Jobs;

namespace ImageGeneration.Simulator.RunPod.Workers;

/// <summary>Provides what the workers refuse, and in which words.</summary>
internal static class RunPodValidators
{
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(100);

    /// <summary>An empty input is lost on its way to the worker, which is tried once more before the platform gives up.</summary>
    private static readonly JobRefusal EmptyInput =
        new("job timed out after 1 retries", IsJson: false, TimeSpan.FromSeconds(40), Retries: 1);

    /// <summary>Validates for a worker that checks nothing itself; an empty input is lost all the same.</summary>
    public static JobRefusal? Nothing(JsonElement input, RunPodEndpoint endpoint) =>
        input.EnumerateObject().MoveNext() ? null : EmptyInput;

    /// <summary>Validates for the public endpoints: one sentence about the first parameter that is wrong.</summary>
    public static JobRefusal? Parameters(JsonElement input, RunPodEndpoint endpoint) =>
        Nothing(input, endpoint) ?? (InvalidParameter(input, endpoint) is { } text ? Refused(text) : null);

    /// <summary>Validates for the public FLUX endpoints: their price needs both sides, and is calculated after the image has been
    /// made.</summary>
    public static JobRefusal? Flux(JsonElement input, RunPodEndpoint endpoint) =>
        Parameters(input, endpoint) ?? (Array.Find(["width", "height"], side => !input.TryGetProperty(side, out _)) is { } missing
            ? new JobRefusal(RunPodErrors.HandlerException($"'{missing}'", "<class 'KeyError'>"), IsJson: false, endpoint.RunTime)
            : null);

    /// <summary>Validates for workers that use RunPod's validator: a list with every complaint.</summary>
    public static JobRefusal? Schema(JsonElement input, RunPodEndpoint endpoint)
    {
        var errors = ValidatorErrors(input, endpoint.Inputs);
        return Nothing(input, endpoint) ?? (errors.Count > 0 ? new JobRefusal(List(errors), IsJson: true, Quick) : null);
    }

    public static JobRefusal Refused(string error) => new(error, IsJson: false, Quick);

    private static string? InvalidParameter(JsonElement input, RunPodEndpoint endpoint)
    {
        foreach (var field in endpoint.Inputs)
        {
            if (!input.TryGetProperty(field.Name, out var value))
            {
                if (field.Required)
                {
                    return $"Invalid parameter: {field.Name} is required";
                }
            }
            else if (!HasType(field.Kind, value))
            {
                return $"Invalid parameter: {field.Name}";
            }
            else if (!InRange(field, value))
            {
                return field.OneOf is { } values
                    ? $"Invalid parameter: {field.Name} must be one of {string.Join(", ", values)}"
                    : $"Invalid parameter: {field.Name} must be between {field.Min} and {field.Max}";
            }
            else if (field.MultipleOf is { } step && value.GetInt64() % step != 0)
            {
                return $"Invalid parameter: {field.Name} must be a multiple of {step}";
            }
        }

        return null;
    }

    // The sentences of runpod's rp_validator, which worker-sdxl uses; a default that is not null forbids null.
    private static List<string> ValidatorErrors(JsonElement input, IReadOnlyList<InputField> schema)
    {
        var errors = schema
            .Where(field => field.Required && !input.TryGetProperty(field.Name, out _))
            .Select(field => $"{field.Name} is a required input.")
            .ToList();
        foreach (var member in input.EnumerateObject())
        {
            var field = schema.FirstOrDefault(candidate => member.NameEquals(candidate.Name));
            if (field is null)
            {
                errors.Add($"Unexpected input. {member.Name} is not a valid input option.");
                continue;
            }

            var given = TypeOf(member.Value);
            var expected = PythonType(field.Kind);
            var widened = expected == "float" && given == "int";
            if (given == "NoneType" && field.Default is null)
            {
                continue;
            }

            if (given != expected && !widened)
            {
                errors.Add($"{field.Name} should be <class '{expected}'> type, not <class '{given}'>.");
            }
            else if (!InRange(field, member.Value))
            {
                errors.Add($"{field.Name} does not meet the constraints.");
            }
        }

        return errors;
    }

    private static bool HasType(InputKind kind, JsonElement value) => kind switch
    {
        InputKind.List => value.ValueKind == JsonValueKind.Array,
        InputKind.Number => value.ValueKind == JsonValueKind.Number,
        _ => TypeOf(value) == PythonType(kind),
    };

    private static bool InRange(InputField field, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number)
        {
            return !(value.GetDouble() < field.Min) && !(value.GetDouble() > field.Max);
        }

        return field.OneOf is not { } values || values.Contains(value.GetString() ?? "");
    }

    private static string PythonType(InputKind kind) => kind switch
    {
        InputKind.Integer => "int",
        InputKind.Number => "float",
        InputKind.Boolean => "bool",
        _ => "str",
    };

    // Python reads 1 as int and 1.0 as float, so it is the spelling that counts.
    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetRawText().AsSpan().IndexOfAny(".eE") >= 0 ? "float" : "int",
        JsonValueKind.True or JsonValueKind.False => "bool",
        JsonValueKind.Null => "NoneType",
        JsonValueKind.Array => "list",
        JsonValueKind.Object => "dict",
        _ => "str",
    };

    private static string List(List<string> items) =>
        $"[{string.Join(",", items.Select(item => $"\"{JsonEncodedText.Encode(item)}\""))}]";
}
