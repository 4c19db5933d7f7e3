namespace ImageGeneration.Tests.Providers;

/// <summary>Whole documents of each kind that is read, to be broken. PNG stands for a picture in base64.</summary>
internal static class WireDocuments
{
    public static readonly string[] Replicate =
    [
        """{"id":"abc123","model":"a/b","version":"hidden","status":"succeeded","input":{"prompt":"p","seed":3},"output":["https://r.test/out-0.png","https://r.test/out-1.png"],"logs":"Using seed: 7\n 42%|## | 21/50 [00:01]\nNSFW content detected in image 1","error":null,"metrics":{"predict_time":1.5,"total_time":2.5},"created_at":"2023-11-16T11:46:16.064900134Z","started_at":"2023-11-16T11:46:17Z","urls":{"get":"https://api.replicate.com/v1/predictions/abc123","cancel":"x"}}""",
        """{"id":"abc123","status":"failed","error":"Prediction failed: (E005)","output":null,"data_removed":true}""",
        """{"id":"abc123","status":"processing","output":["data:image/png;base64,PNG"]}""",
        """{"next":"https://api.replicate.com/v1/predictions?cursor=2","results":[{"id":"abc124","model":"black-forest-labs/flux-schnell","status":"processing","created_at":"2026-11-22T12:00:01Z","input":{"prompt":"a red fox in the snow","num_outputs":2}},{"id":"abc125","input":{"prompt":"p","hf_api_token":"x"},"created_at":"2026-11-22T12:00:01Z"}]}""",
        """{"detail":"- input: prompt is required\n","status":422,"title":"Input validation failed","invalid_fields":[{"type":"required","field":"input","description":"prompt is required"}],"retry_after":7}""",
        """{"detail":"Request was throttled. Your rate limit for creating predictions is reduced to 6 requests per minute with a burst of 1 requests. Your rate limit resets in ~7s.","status":429}""",
        """{"id":"abc123","status":"failed","error":{"code":"E77","reason":{"stage":["setup",2]}},"input":{"prompt":"a red fox in the snow"}}""",
        """{"type":"organization","username":"acme"}""",
        "<!DOCTYPE html><html><title>Attention Required! | Cloudflare</title></html>",
    ];

    public static readonly string[] RunPod =
    [
        """{"id":"6f1a-u1","status":"COMPLETED","delayTime":15,"executionTime":22,"workerId":"w","output":{"images":["data:image/png;base64,PNG",{"image":"PNG","seed":4}],"image_url":"https://i.test/a.png","seed":4711,"cost":0.01,"info":"{\"all_seeds\":[1,2]}"}}""",
        """{"id":"6f1a-u1","status":"FAILED","error":"{\"error_message\":\"boom\",\"error_type\":\"x\"}","output":{"status":"error","details":["a"]}}""",
        """{"id":"6f1a-u1","status":"FAILED","error":"Error submitting task: 400, {\"code\":400,\"message\":\"no\"}"}""",
        """{"id":"6f1a-u1","status":"COMPLETED","output":{"images":[{"filename":"a.png","type":"base64","data":"PNG"},{"type":"s3_url","data":"https://b.test/a.png"}],"errors":["x"]}}""",
        """{"id":"6f1a-u1","status":"COMPLETED","output":[{"image":"PNG","seed":1},{"image":"https://b.test/a.png"}]}""",
        """{"id":"6f1a-u1","status":"COMPLETED","output":"{\\"images\\":[\\"PNG\\"],\\"image_url\\":\\"https://b.test/a.png?X-Amz-Date=20261122T115900Z&X-Amz-Expires=604800\\"}"}""",
        """{"id":"6f1a-u1","status":"COMPLETED","output":{"status":"success","message":"PNG","error":false,"errors":"","detail":null}}""",
        "endpoint not found",
        """{"jobs":{"inQueue":3},"workers":{"idle":1,"ready":1,"running":2,"throttled":1}}""",
    ];

    public static readonly string[] Modal =
    [
        """{"images":[{"image":"PNG","media_type":"image/png","seed":42}],"seeds":[1]}""",
        """{"call_id":"fc-01","status":"ok"}""",
        """{"detail":[{"loc":["body","width"],"msg":"bad","input":"p"}]}""",
        "modal-http: internal error: function was terminated by signal",
        "modal-http: invalid function call",
        "Webhook failed: workspace billing cycle spend limit reached",
    ];

    public static readonly string[] Schemas =
    [
        """{"latest_version":{"openapi_schema":{"components":{"schemas":{"Input":{"properties":{"prompt":{"type":"string"},"seed":{"minimum":1,"maximum":5},"num_outputs":{"maximum":3},"steps":{"minimum":2,"maximum":40},"guidance":{"minimum":0,"maximum":6},"aspect_ratio":{"allOf":[{"$ref":"#/components/schemas/aspect_ratio"}]},"megapixels":{"enum":["1","0.25"]},"output_format":{"enum":["jpg","png"]},"lora_weights":{},"lora_scale":{}}},"aspect_ratio":{"enum":["1:1","16:9"]}}}}}}""",
        """{"openapi_schema":{"components":{"schemas":{"Input":{"properties":{"prompt":{},"width":{"minimum":128,"maximum":2048,"multipleOf":16},"height":{},"aspect_ratio":{"enum":["custom"]}}}}}}}""",
    ];

    public static readonly string[] Logs =
    [
        "Using seed: 42069\nPrompt: x\n  0%|          | 0/28 [00:00<?, ?it/s]\n 42%|####      | 12/28 [00:01<00:02]\r 50%|#####     | 14/28\nNSFW content detected in image 1\n",
        "NSFW content detected in image 0\nNSFW content detected in image 3\nusing seed:-7",
    ];

    public static readonly string[] Locations =
    [
        "/v1/predictions/a?__modal_function_call_id=fc-1", "https://api.replicate.com/v1/predictions/a", "//user:p@host.test:8080/a/../b?c=%41#d", "http://[::1]:80/x",
        "https://xn--bcher-kva.example/\u00fc", "http://\u00AD\u2024a\uFF0Fb/", "?x=1", "\\\\host\\share", "file:///etc/passwd", "https://acme--flux-generate.modal.run:443/generate/",
    ];

    public static readonly string[] Waits = ["30", "Sun, 22 Nov 2026 12:00:45 GMT", "1.5", "retry after 12 s", "1e308", "-1", "Fri, 31 Dec 9999 23:59:59 GMT"];

    public static readonly string[] Workflows =
    [
        """{"3":{"class_type":"KSampler","inputs":{"seed":1,"steps":20}},"5":{"class_type":"EmptyLatentImage","inputs":{"width":768,"height":512}},"6":{"inputs":{"text":"old"}}}""",
    ];

    public static readonly string[] MediaTypes = ["application/json", "image/png", "text/plain", "text/html", "no type at all"];

    // The beginnings of a PNG, a GIF, a JPEG, three kinds of WebP and an AVIF.
    public static readonly string[] Pictures =
    [
        "89504E470D0A1A0A0000000D494844520000040000000300080600000000", "47494638396120034002", "FFD8FFE000104A46494600010100000100010000FFC000110802580320030122",
        "52494646000000005745425056503820000000000000009D012A20035802", "5249464600000000574542505650384C000000002F1FC3950000000000000000",
        "524946460000000057454250565038580A000000000000001F0300570200", "0000001C667479706176696600000000",
        "FF0AFA1F41", "0000000C4A584C200D0A870A00000014667479706A786C20000000006A786C200000001A6A786C63FF0AFA1703",
        "49492A00080000000200000104000100000000040000010103000100000000030000", "4D4D002A0000000800020100000300000001040000000101000400000001000003000000",
        "424D36001800000000003600000028000000000400000003000001001800", "00000100010040400000010020000042000016000000",
        "3842505300010000000000000003000003000000040000080003", "FF4FFF5100290000000004000000030000000000000000000000",
        "0000000C6A5020200D0A870A00000014667479706A703220000000006A7032200000002D6A70326800000016696864720000030000000400",
        "0000001C667479706D696631000000006D6966316D6961666176696600000030 6D65746100000000000000206970636F0000001469737065000000000000040000000300",
        "3C7376672077696474683D273130323427206865696768743D27373638272076696577426F783D273020302031203127202F3E",
    ];

    public static readonly string[] OutputRedirects =
    [
        "/stored/1.png", "//cdn.example/1.png", "https://cdn.example/a%2Fb/%7Ec?sig=%41#x", "../2.png", "?page=2", "http://127.0.0.1:8080/x",
        "http://[::ffff:127.0.0.1]/x", "http://2852039166./latest", "https://user:secret@bücher.example:443/", "//", "file:///etc/passwd", "data:image/png;base64,AAAA",
    ];
}
