using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageGeneration.Simulator.Catalog;
using ImageGeneration.Simulator.Hosting;

namespace ImageGeneration.Simulator.Modal;

/// <summary>Reads a call's input from body or query and checks it as FastAPI does, in pydantic's words.</summary>
internal sealed class ModalInput(ModalSimulatorOptions options)
{
    private const string Body = "body";

    public ApiReply? Read(ApiRequest request, SimulatedModel app, out JsonElement input)
    {
        var place = request.Context.Request.Method == "GET" ? "query" : Body;
        input = default;
        if ((place == Body ? request.Json() : FromQuery(request, app)) is not { } json)
        {
            return ModalErrors.Unprocessable(new ModalComplaint("json_invalid", Body, "0", "JSON decode error", "{}"));
        }

        input = json;
        if (json.ValueKind != JsonValueKind.Object)
        {
            const string NoObject = "Input should be a valid dictionary or object to extract fields from";
            return ModalErrors.Unprocessable(new ModalComplaint("model_attributes_type", Body, "", NoObject, json.GetRawText()));
        }

        var complaints = Check(json, app, place);
        return complaints.Count > 0 ? ModalErrors.Unprocessable(complaints) : null;
    }

    private List<ModalComplaint> Check(JsonElement input, SimulatedModel app, string place)
    {
        var complaints = new List<ModalComplaint>();
        foreach (var field in app.Inputs)
        {
            if (!input.TryGetProperty(field.Name, out var value))
            {
                if (field.Required)
                {
                    complaints.Add(new("missing", place, field.Name, "Field required", input.GetRawText()));
                }
            }
            else if ((field.Required || value.ValueKind != JsonValueKind.Null) && Complaint(field, value) is var (type, message))
            {
                complaints.Add(new(type, place, field.Name, message, value.GetRawText()));
            }
        }

        if (options.ForbidUnknownFields)
        {
            complaints.AddRange(
                input.EnumerateObject()
                    .Where(member => !app.Inputs.Any(field => member.NameEquals(field.Name)))
                    .Select(member => new ModalComplaint(
                        "extra_forbidden", place, member.Name, "Extra inputs are not permitted", member.Value.GetRawText())));
        }

        return complaints;
    }

    private static (string Type, string Message)? Complaint(InputField field, JsonElement value)
    {
        if (field.Kind is InputKind.Text or InputKind.Uri)
        {
            return value.ValueKind != JsonValueKind.String ? ("string_type", "Input should be a valid string")
                : field.OneOf is { } values && !values.Contains(value.GetString()!)
                    ? ("literal_error", $"Input should be {string.Join(", ", values.SkipLast(1).Select(Quoted))} or {Quoted(values[^1])}")
                    : null;
        }

        var whole = field.Kind == InputKind.Integer;
        if (value.ValueKind != JsonValueKind.Number)
        {
            var (prefix, noun) = whole ? ("int", "integer") : ("float", "number");
            return value.ValueKind == JsonValueKind.String
                ? ($"{prefix}_parsing", $"Input should be a valid {noun}, unable to parse string as {(whole ? "an integer" : "a number")}")
                : ($"{prefix}_type", $"Input should be a valid {noun}");
        }

        var number = value.GetDouble();
        return whole && !double.IsInteger(number)
            ? ("int_from_float", "Input should be a valid integer, got a number with a fractional part")
            : number < field.Min ? ("greater_than_equal", $"Input should be greater than or equal to {Plain(field.Min)}")
            : number > field.Max ? ("less_than_equal", $"Input should be less than or equal to {Plain(field.Max)}")
            : null;
    }

    private static string Quoted(string value) => $"'{value}'";

    private static string Plain(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    // Numbers where the function declares numbers, if they parse; the rest stays text, for the check to complain about.
    private static JsonElement? FromQuery(ApiRequest request, SimulatedModel app)
    {
        var input = new JsonObject();
        foreach (var (name, values) in request.Context.Request.Query)
        {
            var text = values.ToString();
            var kind = app.Inputs.FirstOrDefault(field => field.Name == name)?.Kind;
            var isNumber = kind is InputKind.Integer or InputKind.Number;
            input[name] = isNumber && double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : text;
        }

        return JsonDocument.Parse(input.ToUtf8()).RootElement;
    }
}
