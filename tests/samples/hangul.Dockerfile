# 사내 게시판 서비스의 이미지입니다.
# 빌드 단계와 실행 단계를 나누어 크기를 줄입니다.
FROM node:22-alpine AS build
WORKDIR /게시판
COPY package*.json ./
# 의존성은 자주 바뀌지 않으므로 먼저 설치합니다 🐳
RUN npm ci
COPY . .
RUN echo "빌드를 시작합니다" && npm run build

FROM nginx:alpine
LABEL 제목="사내 게시판" 담당="개발 1팀" version="1.0"
ENV 인사말="안녕하세요, $USER 님" TZ=Asia/Seoul
COPY --from=build /게시판/dist "/usr/share/nginx/html/"
EXPOSE 80
